#include "elements/SimpleQueue.h"

#include "packet-queue.h"

static bool start(struct element *element, struct text *error)
{
    const struct SimpleQueue_args *args = element->args;
    (void)error;
    return packet_queue_start(element, args->capacity);
}

const struct element_class SimpleQueue_class = {
    SimpleQueue_COMMON,
    .state_size = sizeof(struct packet_queue),
    .start = start,
    .push = packet_queue_push,
    .pull = packet_queue_pull,
    .extras = EXTRAS(.stored = packet_queue_stored),
};
