#include "elements/Suppressor.h"

struct Suppressor {
    bool *stopped; /* by input */
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    struct Suppressor *suppressor = element->state;
    suppressor->stopped = element_memory(element, element->ninputs + 1u, error);
    return suppressor->stopped != NULL;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct Suppressor *suppressor = element->state;
    if (suppressor->stopped[port]) {
        suppressor->drops += batch->count;
        batch_free(&element->router->pool, batch);
    } else {
        output_push(element, port, batch);
    }
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    const struct Suppressor *suppressor = element->state;
    if (!suppressor->stopped[port])
        input_pull(element, port, max, into);
}

static void Suppressor_read_active(struct element *element, struct text *out)
{
    const struct Suppressor *suppressor = element->state;
    text_bool(out, !suppressor->stopped[element->router->handler_number]);
}

static bool Suppressor_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Suppressor *suppressor = element->state;
    bool active;
    if (!handler_write_bool(value, size, &active, error))
        return false;
    suppressor->stopped[element->router->handler_number] = !active;
    return true;
}

static bool Suppressor_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Suppressor *suppressor = element->state;
    (void)value, (void)size, (void)error;
    memset(suppressor->stopped, 0, element->ninputs);
    return true;
}

static void Suppressor_read_drops(struct element *element, struct text *out)
{
    const struct Suppressor *suppressor = element->state;
    text_unsigned(out, suppressor->drops);
}

const struct element_class Suppressor_class = {
    Suppressor_COMMON,
    .state_size = sizeof(struct Suppressor),
    .start = start,
    .push = push,
    .pull = pull,
};
