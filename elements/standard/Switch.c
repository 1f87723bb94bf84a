#include "elements/Switch.h"

struct Switch {
    i32 output; /* negative: none */
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct Switch_args *args = element->args;
    struct Switch *selector = element->state;
    selector->output = args->output;
    if (args->output < element->noutputs)
        return true;
    text_string(error, "OUTPUT is not in use");
    return false;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct Switch *selector = element->state;
    (void)port;
    selector->drops += output_push_checked(element, (u32)selector->output, batch);
}

static void Switch_read_switch(struct element *element, struct text *out)
{
    const struct Switch *selector = element->state;
    text_signed(out, selector->output);
}

static bool Switch_write_switch(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Switch *selector = element->state;
    i64 output;
    if (!handler_write_signed(value, size, INT32_MIN, INT32_MAX, &output, error))
        return false;
    selector->output = output < element->noutputs ? (i32)output : -1;
    return true;
}

static void Switch_read_drops(struct element *element, struct text *out)
{
    const struct Switch *selector = element->state;
    text_unsigned(out, selector->drops);
}

const struct element_class Switch_class = {
    Switch_COMMON,
    .state_size = sizeof(struct Switch),
    .start = start,
    .push = push,
};
