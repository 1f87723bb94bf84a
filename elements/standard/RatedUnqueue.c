#include "elements/RatedUnqueue.h"

#include "rated-unqueue.h"

static bool start(struct element *element, struct text *error)
{
    const struct RatedUnqueue_args *args = element->args;
    struct rated_unqueue *unqueue = element->state;
    (void)error;
    unqueue->rated.bandwidth = false;
    unqueue->rated.has_burst = args->has_burst_size;
    unqueue->rated.burst = args->burst_size;
    unqueue->rated.duration = RATED_DURATION(args);
    rated_unqueue_start(element, args->rate);
    return true;
}

const struct element_class RatedUnqueue_class = {
    RatedUnqueue_COMMON,
    .state_size = sizeof(struct rated_unqueue),
    .start = start,
    .ready = rated_unqueue_ready,
};
