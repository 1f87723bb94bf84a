#include "elements/Queue.h"

#include "packet-queue.h"

struct Queue {
    struct batch packets;
    u32 capacity, highwater;
    u64 drops;
    struct notifier empty, full; /* active: not empty, not full */
};

/* Where there is never room it would be of no use to wait for it. */
static void update_notifiers(struct Queue *queue)
{
    notifier_set(&queue->empty, queue->packets.count != 0);
    notifier_set(&queue->full, queue->packets.count < queue->capacity || !queue->capacity);
}

/* What a smaller capacity leaves no room for is dropped and, as in Click, counted nowhere. */
static bool set_capacity(struct element *element, u32 capacity)
{
    struct Queue *queue = element->state;
    queue->capacity = capacity;
    batch_cut(&element->router->pool, &queue->packets, capacity);
    update_notifiers(queue);
    return true;
}

static bool start(struct element *element, struct text *error)
{
    const struct Queue_args *args = element->args;
    (void)error;
    return set_capacity(element, args->capacity);
}

static void drop(struct element *element, struct batch *batch)
{
    struct Queue *queue = element->state;
    queue_overflow(element, &queue->drops, queue->capacity, batch->count);
    output_push_checked(element, 1, batch);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct Queue *queue = element->state;
    u32 room = queue->capacity > queue->packets.count ? queue->capacity - queue->packets.count : 0;
    (void)port;
    batch_split(batch, room, &queue->packets);
    if (queue->packets.count > queue->highwater)
        queue->highwater = queue->packets.count;
    update_notifiers(queue);
    if (batch->count)
        drop(element, batch);
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct Queue *queue = element->state;
    (void)port;
    batch_split(&queue->packets, max, into);
    update_notifiers(queue);
}

static struct notifier *empty_notifier(struct element *element, u32 output)
{
    struct Queue *queue = element->state;
    (void)output;
    return &queue->empty;
}

static struct notifier *full_notifier(struct element *element, u32 input)
{
    struct Queue *queue = element->state;
    (void)input;
    return &queue->full;
}

static u32 stored(const struct element *element)
{
    const struct Queue *queue = element->state;
    return queue->packets.count;
}

static void Queue_read_length(struct element *element, struct text *out)
{
    const struct Queue *queue = element->state;
    text_unsigned(out, queue->packets.count);
}

static void Queue_read_highwater_length(struct element *element, struct text *out)
{
    const struct Queue *queue = element->state;
    text_unsigned(out, queue->highwater);
}

static void Queue_read_capacity(struct element *element, struct text *out)
{
    const struct Queue *queue = element->state;
    text_unsigned(out, queue->capacity);
}

static void Queue_read_drops(struct element *element, struct text *out)
{
    const struct Queue *queue = element->state;
    text_unsigned(out, queue->drops);
}

static bool Queue_write_capacity(struct element *element, const char *value, u32 size, struct text *error)
{
    u64 capacity;
    return handler_write_unsigned(value, size, 0x7fffffff, &capacity, error) && set_capacity(element, (u32)capacity);
}

static bool Queue_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Queue *queue = element->state;
    (void)value;
    (void)size;
    (void)error;
    queue->drops = 0;
    queue->highwater = queue->packets.count;
    return true;
}

static bool Queue_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Queue *queue = element->state;
    struct batch all = queue->packets;
    (void)value;
    (void)size;
    (void)error;
    queue->packets = BATCH_EMPTY;
    update_notifiers(queue);
    output_push_checked(element, 1, &all);
    return true;
}

const struct element_class Queue_class = {
    Queue_COMMON,
    .state_size = sizeof(struct Queue),
    .start = start,
    .push = push,
    .pull = pull,
    .extras = EXTRAS(.empty_notifier = empty_notifier, .full_notifier = full_notifier, .stored = stored),
};
