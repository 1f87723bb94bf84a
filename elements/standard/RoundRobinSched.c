#include "elements/RoundRobinSched.h"

struct RoundRobinSched {
    struct signal *signals;
    u32 next;
};

static bool ready(struct element *element, struct text *error)
{
    struct RoundRobinSched *sched = element->state;
    sched->signals = element_memory(element, element->ninputs * sizeof *sched->signals + 1, error);
    if (!sched->signals)
        return false;
    for (u32 i = 0; i < element->ninputs; i++)
        if (!signal_find_upstream(&sched->signals[i], element, i, NULL, error))
            return false;
    return true;
}

/* A packet from each input in turn, until none of them has one. */
static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct RoundRobinSched *sched = element->state;
    u32 wanted = into->count + max, empty = 0;
    (void)port;
    while (into->count < wanted && empty < element->ninputs) {
        u32 before = into->count, input = sched->next;
        if (signal_active(&sched->signals[input]))
            input_pull(element, input, 1, into);
        empty = into->count == before ? empty + 1 : 0;
        sched->next = input + 1 < element->ninputs ? input + 1 : 0;
    }
}

const struct element_class RoundRobinSched_class = {
    RoundRobinSched_COMMON,
    .state_size = sizeof(struct RoundRobinSched),
    .ready = ready,
    .pull = pull,
};
