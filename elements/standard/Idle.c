#include "elements/Idle.h"

struct Idle {
    u64 drops;
};

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct Idle *idle = element->state;
    (void)port;
    idle->drops += batch->count;
    batch_free(&element->router->pool, batch);
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    (void)element;
    (void)port;
    (void)max;
    (void)into;
}

static void Idle_read_drops(struct element *element, struct text *out)
{
    const struct Idle *idle = element->state;
    text_unsigned(out, idle->drops);
}

const struct element_class Idle_class = {
    Idle_COMMON,
    .state_size = sizeof(struct Idle),
    .push = push,
    .pull = pull,
    .idle_output = true,
};
