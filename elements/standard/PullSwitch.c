#include "elements/PullSwitch.h"

#include "pull-switch.h"

static bool start(struct element *element, struct text *error)
{
    const struct PullSwitch_args *args = element->args;
    (void)error;
    pull_switch_set(element, args->input);
    return true;
}

static void PullSwitch_read_switch(struct element *element, struct text *out)
{
    const struct pull_switch *selector = element->state;
    text_signed(out, selector->input);
}

static bool PullSwitch_write_switch(struct element *element, const char *value, u32 size, struct text *error)
{
    i64 input;
    if (!handler_write_signed(value, size, INT32_MIN, INT32_MAX, &input, error))
        return false;
    pull_switch_set(element, input);
    return true;
}

const struct element_class PullSwitch_class = {
    PullSwitch_COMMON,
    .state_size = sizeof(struct pull_switch),
    .start = start,
    .ready = pull_switch_ready,
    .pull = pull_switch_pull,
    .extras = EXTRAS(.empty_notifier = pull_switch_notifier),
};
