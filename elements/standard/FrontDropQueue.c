#include "elements/FrontDropQueue.h"

#include "packet-queue.h"

/* Takes out the oldest packets that there is no room for. */
static struct batch take_surplus(struct packet_queue *queue)
{
    struct batch surplus = BATCH_EMPTY;
    if (queue->packets.count > queue->capacity)
        batch_split(&queue->packets, queue->packets.count - queue->capacity, &surplus);
    packet_queue_changed(queue);
    return surplus;
}

static bool set_capacity(struct element *element, u32 capacity)
{
    struct packet_queue *queue = element->state;
    queue->capacity = capacity;
    struct batch surplus = take_surplus(queue);
    batch_free(&element->router->pool, &surplus);
    return true;
}

static bool start(struct element *element, struct text *error)
{
    const struct FrontDropQueue_args *args = element->args;
    (void)error;
    return set_capacity(element, args->capacity);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet_queue *queue = element->state;
    (void)port;
    batch_move(&queue->packets, batch);
    struct batch surplus = take_surplus(queue);
    if (!surplus.count)
        return;
    queue_overflow(element, &queue->drops, queue->capacity, surplus.count);
    output_push_checked(element, 1, &surplus);
}

static void FrontDropQueue_read_capacity(struct element *element, struct text *out)
{
    packet_queue_read_capacity(element, out);
}

static bool FrontDropQueue_write_capacity(struct element *element, const char *value, u32 size, struct text *error)
{
    u64 capacity;
    return handler_write_unsigned(value, size, 0x7fffffff, &capacity, error) && set_capacity(element, (u32)capacity);
}

const struct element_class FrontDropQueue_class = {
    FrontDropQueue_COMMON,
    .state_size = sizeof(struct packet_queue),
    .start = start,
    .push = push,
    .pull = packet_queue_pull,
    .extras = EXTRAS(.empty_notifier = packet_queue_notifier, .stored = packet_queue_stored),
};
