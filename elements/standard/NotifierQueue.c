#include "elements/NotifierQueue.h"

#include "packet-queue.h"

static bool start(struct element *element, struct text *error)
{
    const struct NotifierQueue_args *args = element->args;
    (void)error;
    return packet_queue_start(element, args->capacity);
}

const struct element_class NotifierQueue_class = {
    NotifierQueue_COMMON,
    .state_size = sizeof(struct packet_queue),
    .start = start,
    .push = packet_queue_push,
    .pull = packet_queue_pull,
    .extras = EXTRAS(.empty_notifier = packet_queue_notifier, .stored = packet_queue_stored),
};
