#include "elements/RatedSplitter.h"

#include "rated-splitter.h"

static bool start(struct element *element, struct text *error)
{
    const struct RatedSplitter_args *args = element->args;
    struct rated_splitter *splitter = element->state;
    (void)error;
    splitter->rated.bandwidth = false;
    splitter->rated.has_burst = args->has_burst_size;
    splitter->rated.burst = args->burst_size;
    splitter->rated.duration = RATED_DURATION(args);
    rated_set(&splitter->rated, args->rate);
    return true;
}

const struct element_class RatedSplitter_class = {
    RatedSplitter_COMMON,
    .state_size = sizeof(struct rated_splitter),
    .start = start,
    .push = rated_splitter_push,
};
