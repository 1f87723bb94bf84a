/*
 * For elements that hold packets back between a queue and those who pull: an empty notifier of their own, which goes
 * active whenever a notifier upstream does.
 *
 * relay_init() belongs into ready(), before signal_find_upstream() with the relay's task; who finds nothing to pull
 * then says with relay_rest() whether there may be something later on.
 */
#pragma once

#include "element.h"

struct relay {
    struct notifier notifier;
    struct task task;
};

static inline void relay_wake(struct relay *relay)
{
    notifier_set(&relay->notifier, true);
}

static inline void relay_run(struct element *element, struct task *task)
{
    (void)element;
    relay_wake((struct relay *)((u8 *)task - offsetof(struct relay, task)));
}

/* Whoever pulls finds the notifier active at first. */
static inline void relay_init(struct relay *relay, struct element *element)
{
    relay->notifier.active = true;
    task_init(&relay->task, element, relay_run);
}

static inline void relay_rest(struct relay *relay, bool active)
{
    notifier_set(&relay->notifier, active);
}
