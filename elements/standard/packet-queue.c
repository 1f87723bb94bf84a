#include "packet-queue.h"

void queue_overflow(struct element *element, u64 *drops, u32 capacity, u32 dropped)
{
    if (!*drops && capacity) {
        struct text *log = router_log(element->router);
        element_describe(element, log);
        text_string(log, ": overflow");
        router_log_end(element->router);
    }
    *drops += dropped;
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
    queue_overflow(element, &queue->drops, queue->capacity, batch->count);
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

/* What a smaller capacity leaves no room for is dropped and, as in Click, counted nowhere. */
bool packet_queue_start(struct element *element, u32 capacity)
{
    struct packet_queue *queue = element->state;
    queue->capacity = capacity;
    batch_cut(&element->router->pool, &queue->packets, capacity);
    packet_queue_changed(queue);
    return true;
}

HANDLER void packet_queue_read_length(struct element *element, struct text *out)
{
    const struct packet_queue *queue = element->state;
    text_unsigned(out, queue->packets.count);
}

HANDLER void packet_queue_read_highwater_length(struct element *element, struct text *out)
{
    const struct packet_queue *queue = element->state;
    text_unsigned(out, queue->highwater);
}

HANDLER void packet_queue_read_capacity(struct element *element, struct text *out)
{
    const struct packet_queue *queue = element->state;
    text_unsigned(out, queue->capacity);
}

HANDLER void packet_queue_read_drops(struct element *element, struct text *out)
{
    const struct packet_queue *queue = element->state;
    text_unsigned(out, queue->drops);
}

HANDLER bool packet_queue_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    struct packet_queue *queue = element->state;
    (void)value, (void)size, (void)error;
    queue->drops = 0;
    queue->highwater = queue->packets.count;
    return true;
}

HANDLER bool packet_queue_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct packet_queue *queue = element->state;
    struct batch all = queue->packets;
    (void)value, (void)size, (void)error;
    queue->packets = BATCH_EMPTY;
    packet_queue_changed(queue);
    output_push_checked(element, 1, &all);
    return true;
}

HANDLER bool packet_queue_write_capacity(struct element *element, const char *value, u32 size, struct text *error)
{
    u64 capacity;
    return handler_write_unsigned(value, size, 0x7fffffff, &capacity, error) &&
           packet_queue_start(element, (u32)capacity);
}
