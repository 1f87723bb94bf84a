#include "elements/StaticPullSwitch.h"

#include "pull-switch.h"

static bool start(struct element *element, struct text *error)
{
    const struct StaticPullSwitch_args *args = element->args;
    (void)error;
    pull_switch_set(element, args->input);
    return true;
}

const struct element_class StaticPullSwitch_class = {
    StaticPullSwitch_COMMON,
    .state_size = sizeof(struct pull_switch),
    .start = start,
    .ready = pull_switch_ready,
    .pull = pull_switch_pull,
    .extras = EXTRAS(.empty_notifier = pull_switch_notifier),
};
