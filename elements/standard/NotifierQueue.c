#include "elements/NotifierQueue.h"

#include "packet-queue.h"

static bool start(struct element *element, struct text *error)
{
    const struct NotifierQueue_args *args = element->args;
    struct packet_queue *queue = element->state;
    (void)error;
    queue->capacity = args->capacity;
    return true;
}

PACKET_QUEUE_HANDLERS(NotifierQueue)

/* What a smaller capacity leaves no room for goes as if it came now. */
static bool NotifierQueue_write_capacity(struct element *element, const char *value, u32 size, struct text *error)
{
    struct packet_queue *queue = element->state;
    struct batch kept = BATCH_EMPTY;
    if (!packet_queue_write_capacity(element, value, size, error))
        return false;
    batch_split(&queue->packets, queue->capacity, &kept);
    struct batch rest = queue->packets;
    queue->packets = kept;
    packet_queue_changed(queue);
    output_push_checked(element, 1, &rest);
    return true;
}

const struct element_class NotifierQueue_class = {
    NotifierQueue_COMMON,
    .state_size = sizeof(struct packet_queue),
    .start = start,
    .push = packet_queue_push,
    .pull = packet_queue_pull,
    .queue = QUEUE(.empty_notifier = packet_queue_notifier, .stored = packet_queue_stored),
};
