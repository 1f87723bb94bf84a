#include "elements/StaticSwitch.h"

struct StaticSwitch {
    u64 drops;
};

/* A negative OUTPUT is, as every other that is not in use, beyond the outputs. */
static void push(struct element *element, u32 port, struct batch *batch)
{
    const struct StaticSwitch_args *args = element->args;
    struct StaticSwitch *selector = element->state;
    (void)port;
    selector->drops += output_push_checked(element, (u32)args->output, batch);
}

static void StaticSwitch_read_drops(struct element *element, struct text *out)
{
    const struct StaticSwitch *selector = element->state;
    text_unsigned(out, selector->drops);
}

const struct element_class StaticSwitch_class = {
    StaticSwitch_COMMON,
    .state_size = sizeof(struct StaticSwitch),
    .push = push,
};
