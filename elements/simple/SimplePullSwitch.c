#include "elements/SimplePullSwitch.h"

struct SimplePullSwitch {
    i32 input; /* negative: none */
};

static void set(struct element *element, i64 input)
{
    struct SimplePullSwitch *selector = element->state;
    selector->input = input >= 0 && input < element->ninputs ? (i32)input : -1;
}

static bool start(struct element *element, struct text *error)
{
    const struct SimplePullSwitch_args *args = element->args;
    (void)error;
    set(element, args->input);
    return true;
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    const struct SimplePullSwitch *selector = element->state;
    (void)port;
    if (selector->input >= 0)
        input_pull(element, (u32)selector->input, max, into);
}

static void SimplePullSwitch_read_switch(struct element *element, struct text *out)
{
    const struct SimplePullSwitch *selector = element->state;
    text_signed(out, selector->input);
}

static bool SimplePullSwitch_write_switch(struct element *element, const char *value, u32 size, struct text *error)
{
    i64 input;
    if (!handler_write_signed(value, size, INT32_MIN, INT32_MAX, &input, error))
        return false;
    set(element, input);
    return true;
}

const struct element_class SimplePullSwitch_class = {
    SimplePullSwitch_COMMON,
    .state_size = sizeof(struct SimplePullSwitch),
    .start = start,
    .pull = pull,
};
