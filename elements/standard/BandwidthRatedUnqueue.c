#include "elements/BandwidthRatedUnqueue.h"

#include "rated-unqueue.h"

static bool start(struct element *element, struct text *error)
{
    const struct BandwidthRatedUnqueue_args *args = element->args;
    struct rated_unqueue *unqueue = element->state;
    (void)error;
    unqueue->rated.bandwidth = true;
    unqueue->rated.has_burst = args->has_burst_bytes;
    unqueue->rated.burst = args->burst_bytes;
    unqueue->rated.duration = RATED_DURATION(args);
    rated_unqueue_start(element, args->rate);
    return true;
}

const struct element_class BandwidthRatedUnqueue_class = {
    BandwidthRatedUnqueue_COMMON,
    .state_size = sizeof(struct rated_unqueue),
    .start = start,
    .ready = rated_unqueue_ready,
};
