#include "elements/MixedQueue.h"

#include "packet-queue.h"

/* A ring, for packets come and go at both of its ends. */
struct MixedQueue {
    struct packet **slots;
    u32 size; /* slots, for the largest capacity */
    u32 head, count;
    u32 capacity, highwater;
    u64 drops;
    struct notifier empty; /* active: not empty */
};

static u32 slot(const struct MixedQueue *queue, u64 index)
{
    index += queue->head;
    return (u32)(index < queue->size ? index : index - queue->size);
}

static struct packet *take_first(struct MixedQueue *queue)
{
    struct packet *packet = queue->slots[queue->head];
    queue->head = slot(queue, 1);
    queue->count--;
    return packet;
}

static struct packet *take_last(struct MixedQueue *queue)
{
    return queue->slots[slot(queue, --queue->count)];
}

static void put_first(struct MixedQueue *queue, struct packet *packet)
{
    queue->head = queue->head ? queue->head - 1 : queue->size - 1;
    queue->slots[queue->head] = packet;
    queue->count++;
}

static void put_last(struct MixedQueue *queue, struct packet *packet)
{
    queue->slots[slot(queue, queue->count)] = packet;
    queue->count++;
}

static void changed(struct MixedQueue *queue)
{
    if (queue->count > queue->highwater)
        queue->highwater = queue->count;
    notifier_set(&queue->empty, queue->count != 0);
}

static void drop(struct element *element, struct batch *batch)
{
    struct MixedQueue *queue = element->state;
    if (!batch->count)
        return;
    queue_overflow(element, &queue->drops, queue->capacity, batch->count);
    output_push_checked(element, 1, batch);
}

/* A newcomer at the back finds no room; one at the front takes that of the last. */
static void push(struct element *element, u32 port, struct batch *batch)
{
    struct MixedQueue *queue = element->state;
    struct batch dropped = BATCH_EMPTY;
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        bool full = queue->count >= queue->capacity;
        if (full && (port == 0 || !queue->capacity)) {
            batch_append(&dropped, packet);
        } else if (port == 0) {
            put_last(queue, packet);
        } else {
            if (full)
                batch_append(&dropped, take_last(queue));
            put_first(queue, packet);
        }
    }
    changed(queue);
    drop(element, &dropped);
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct MixedQueue *queue = element->state;
    (void)port;
    for (; max && queue->count; max--)
        batch_append(into, take_first(queue));
    changed(queue);
}

static struct notifier *empty_notifier(struct element *element, u32 output)
{
    struct MixedQueue *queue = element->state;
    (void)output;
    return &queue->empty;
}

static u32 stored(const struct element *element)
{
    const struct MixedQueue *queue = element->state;
    return queue->count;
}

/* Takes out what is behind the first `count` packets; not counted as drops, as in other queues. */
static struct batch cut(struct element *element, u32 count)
{
    struct MixedQueue *queue = element->state;
    struct batch rest = BATCH_EMPTY;
    for (u32 i = count; i < queue->count; i++)
        batch_append(&rest, queue->slots[slot(queue, i)]);
    if (queue->count > count)
        queue->count = count;
    changed(queue);
    return rest;
}

/* A ring for more packets, where the one that there is has not enough slots. */
static bool grow(struct element *element, u32 size, struct text *error)
{
    struct MixedQueue *queue = element->state;
    if (queue->slots && size <= queue->size)
        return true;
    struct packet **slots = element_memory(element, ((u64)size + 1) * sizeof *slots, error);
    if (!slots)
        return false;
    for (u32 i = 0; i < queue->count; i++)
        slots[i] = queue->slots[slot(queue, i)];
    queue->slots = slots;
    queue->size = size;
    queue->head = 0;
    return true;
}

static bool set_capacity(struct element *element, u32 capacity)
{
    struct MixedQueue *queue = element->state;
    queue->capacity = capacity;
    struct batch rest = cut(element, capacity);
    batch_free(&element->router->pool, &rest);
    return true;
}

static bool start(struct element *element, struct text *error)
{
    const struct MixedQueue_args *args = element->args;
    return grow(element, args->capacity, error) && set_capacity(element, args->capacity);
}

static void MixedQueue_read_length(struct element *element, struct text *out)
{
    text_unsigned(out, stored(element));
}

static void MixedQueue_read_highwater_length(struct element *element, struct text *out)
{
    const struct MixedQueue *queue = element->state;
    text_unsigned(out, queue->highwater);
}

static void MixedQueue_read_capacity(struct element *element, struct text *out)
{
    const struct MixedQueue *queue = element->state;
    text_unsigned(out, queue->capacity);
}

static void MixedQueue_read_drops(struct element *element, struct text *out)
{
    const struct MixedQueue *queue = element->state;
    text_unsigned(out, queue->drops);
}

static bool MixedQueue_write_capacity(struct element *element, const char *value, u32 size, struct text *error)
{
    const struct MixedQueue *queue = element->state;
    u64 capacity;
    return handler_write_unsigned(value, size, queue->size, &capacity, error) &&
           set_capacity(element, (u32)capacity);
}

static bool MixedQueue_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    struct MixedQueue *queue = element->state;
    (void)value;
    (void)size;
    (void)error;
    queue->drops = 0;
    queue->highwater = queue->count;
    return true;
}

static bool MixedQueue_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    (void)value;
    (void)size;
    (void)error;
    struct batch all = cut(element, 0);
    output_push_checked(element, 1, &all);
    return true;
}

const struct element_class MixedQueue_class = {
    MixedQueue_COMMON,
    .state_size = sizeof(struct MixedQueue),
    .start = start,
    .push = push,
    .pull = pull,
    .extras = EXTRAS(.empty_notifier = empty_notifier, .stored = stored),
};
