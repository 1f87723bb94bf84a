/*
 * Notifiers: how a queue tells those who wait for it that there is something to pull (empty notifier) or room
 * to push into (full notifier), so that nobody polls.
 *
 * An element that offers one says so in its class. Who waits calls signal_find_*() in ready() with its task;
 * before it goes to sleep it asks signal_active(), and when a notifier wakes, its task is scheduled.
 */
#pragma once

#include "task.h"

struct listener {
    struct listener *next;
    struct task *task;
};

struct notifier {
    struct listener *listeners;
    bool active;
};

struct signal {
    struct notifier **notifiers;
    u32 count;
    bool always; /* something on the way gives no notice: active for ever */
};

/* Slow half of notifier_set(). */
void notifier_wake(struct notifier *notifier);

/* Going from inactive to active schedules every listener. */
static inline void notifier_set(struct notifier *notifier, bool active)
{
    if (active && !notifier->active)
        notifier_wake(notifier);
    notifier->active = active;
}

/* Whether something can be pulled from `element`'s input. `task` may be NULL. false: out of memory, see `error`. */
bool signal_find_upstream(struct signal *signal, struct element *element, u32 input, struct task *task,
                          struct text *error);

/* Whether there is room where `element`'s output pushes to; always active where nobody tells. */
bool signal_find_downstream(struct signal *signal, struct element *element, u32 output, struct task *task,
                            struct text *error);

static inline bool signal_active(const struct signal *signal)
{
    if (signal->always)
        return true;
    for (u32 i = 0; i < signal->count; i++)
        if (signal->notifiers[i]->active)
            return true;
    return false;
}
