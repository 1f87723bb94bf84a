#include "elements/BandwidthRatedSplitter.h"

#include "rated-splitter.h"

static bool start(struct element *element, struct text *error)
{
    const struct BandwidthRatedSplitter_args *args = element->args;
    struct rated_splitter *splitter = element->state;
    (void)error;
    splitter->rated.bandwidth = true;
    splitter->rated.has_burst = args->has_burst_bytes;
    splitter->rated.burst = args->burst_bytes;
    splitter->rated.duration = RATED_DURATION(args);
    rated_set(&splitter->rated, args->rate);
    return true;
}

const struct element_class BandwidthRatedSplitter_class = {
    BandwidthRatedSplitter_COMMON,
    .state_size = sizeof(struct rated_splitter),
    .start = start,
    .push = rated_splitter_push,
};
