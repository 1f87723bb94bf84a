#include "elements/PrioSched.h"

struct PrioSched {
    struct signal *signals;
};

static bool ready(struct element *element, struct text *error)
{
    struct PrioSched *sched = element->state;
    sched->signals = element_memory(element, element->ninputs * sizeof *sched->signals + 1, error);
    if (!sched->signals)
        return false;
    for (u32 i = 0; i < element->ninputs; i++)
        if (!signal_find_upstream(&sched->signals[i], element, i, NULL, error))
            return false;
    return true;
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    const struct PrioSched *sched = element->state;
    u32 wanted = into->count + max;
    (void)port;
    for (u32 i = 0; i < element->ninputs && into->count < wanted; i++)
        if (signal_active(&sched->signals[i]))
            input_pull(element, i, wanted - into->count, into);
}

const struct element_class PrioSched_class = {
    PrioSched_COMMON,
    .state_size = sizeof(struct PrioSched),
    .ready = ready,
    .pull = pull,
};
