#include "packet-queue.h"

void packet_queue_overflow(struct element *element, u32 drops)
{
    struct packet_queue *queue = element->state;
    if (!queue->drops && queue->capacity) {
        struct text *log = router_log(element->router);
        element_describe(element, log);
        text_string(log, ": overflow");
        router_log_end(element->router);
    }
    queue->drops += drops;
}

void packet_queue_changed(struct packet_queue *queue)
{
    if (queue->packets.count > queue->highwater)
        queue->highwater = queue->packets.count;
    notifier_set(&queue->empty, queue->packets.count != 0);
}

void packet_queue_push(struct element *element, u32 port, struct batch *batch)
{
    struct packet_queue *queue = element->state;
    u32 room = queue->capacity > queue->packets.count ? queue->capacity - queue->packets.count : 0;
    (void)port;
    batch_split(batch, room, &queue->packets);
    packet_queue_changed(queue);
    if (!batch->count)
        return;
    packet_queue_overflow(element, batch->count);
    output_push_checked(element, 1, batch);
}

void packet_queue_pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct packet_queue *queue = element->state;
    (void)port;
    batch_split(&queue->packets, max, into);
    packet_queue_changed(queue);
}

struct notifier *packet_queue_notifier(struct element *element, u32 output)
{
    struct packet_queue *queue = element->state;
    (void)output;
    return &queue->empty;
}

u32 packet_queue_stored(const struct element *element)
{
    const struct packet_queue *queue = element->state;
    return queue->packets.count;
}

void packet_queue_reset_counts(struct packet_queue *queue)
{
    queue->drops = 0;
    queue->highwater = queue->packets.count;
}

void packet_queue_reset(struct element *element)
{
    struct packet_queue *queue = element->state;
    struct batch all = queue->packets;
    queue->packets = BATCH_EMPTY;
    packet_queue_changed(queue);
    output_push_checked(element, 1, &all);
}

bool packet_queue_write_capacity(struct element *element, const char *value, u32 size, struct text *error)
{
    struct packet_queue *queue = element->state;
    u64 capacity;
    if (!handler_write_unsigned(value, size, 0x7fffffff, &capacity, error))
        return false;
    queue->capacity = (u32)capacity;
    return true;
}
