#include "pull-switch.h"

static bool may_pull(const struct pull_switch *selector)
{
    return selector->input >= 0 && (!selector->signals || signal_active(&selector->signals[selector->input]));
}

void pull_switch_set(struct element *element, i64 input)
{
    struct pull_switch *selector = element->state;
    selector->input = input >= 0 && input < element->ninputs ? (i32)input : -1;
    notifier_set(&selector->notifier, may_pull(selector));
}

static void run(struct element *element, struct task *task)
{
    struct pull_switch *selector = element->state;
    (void)task;
    notifier_set(&selector->notifier, may_pull(selector));
}

bool pull_switch_ready(struct element *element, struct text *error)
{
    struct pull_switch *selector = element->state;
    struct signal *signals = element_memory(element, element->ninputs * sizeof *signals + 1, error);
    task_init(&selector->task, element, run);
    if (!signals)
        return false;
    for (u32 i = 0; i < element->ninputs; i++)
        if (!signal_find_upstream(&signals[i], element, i, &selector->task, error))
            return false;
    selector->signals = signals;
    return true;
}

struct notifier *pull_switch_notifier(struct element *element, u32 output)
{
    struct pull_switch *selector = element->state;
    (void)output;
    return &selector->notifier;
}

void pull_switch_pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct pull_switch *selector = element->state;
    u32 before = into->count;
    (void)port;
    if (selector->input >= 0)
        input_pull(element, (u32)selector->input, max, into);
    if (into->count == before)
        notifier_set(&selector->notifier, may_pull(selector));
}
