#include "elements/Burster.h"

#include "timed-unqueue.h"

static bool start(struct element *element, struct text *error)
{
    const struct Burster_args *args = element->args;
    (void)error;
    return timed_unqueue_start(element, args->interval, args->burst);
}

const struct element_class Burster_class = {
    Burster_COMMON,
    .state_size = sizeof(struct timed_unqueue),
    .start = start,
    .ready = timed_unqueue_ready,
};
