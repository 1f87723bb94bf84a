#include "elements/LinkUnqueue.h"

#include "parse.h"
#include "platform.h"
#include "quantity.h"

struct LinkUnqueue {
    struct batch wire; /* timestamps say when packets arrive at the other end */
    u64 latency;
    u64 bandwidth; /* in 100 bytes a second */
    bool back_to_back;
    struct task task;
    struct timer timer;
    struct signal signal;
};

static void wake(struct element *element, struct timer *timer)
{
    struct LinkUnqueue *link = element->state;
    (void)timer;
    task_schedule(&link->task);
}

static bool start(struct element *element, struct text *error)
{
    const struct LinkUnqueue_args *args = element->args;
    struct LinkUnqueue *link = element->state;
    link->latency = args->latency;
    link->bandwidth = args->bandwidth / 100;
    timer_init(&link->timer, element, wake);
    if (link->bandwidth)
        return true;
    text_string(error, "bandwidth too small, minimum 100Bps");
    return false;
}

/* The time that the packet and those that it stands for take on the wire, ns; whole microseconds as in Click. */
static u64 wire_time(const struct LinkUnqueue *link, const struct packet *packet)
{
    u64 length = (u64)packet->length + packet_annotation32(packet, ANNOTATION_EXTRA_LENGTH);
    return length * 10000 / link->bandwidth * 1000;
}

/* Pulls packets as long as the wire's beginning is free. */
static void fill(struct element *element, u64 now)
{
    struct LinkUnqueue *link = element->state;
    u64 latest = now + link->latency;
    while (!link->wire.count || link->wire.last->timestamp <= latest) {
        struct batch batch = BATCH_EMPTY;
        input_pull(element, 0, 1, &batch);
        struct packet *packet = batch.first;
        bool follows = link->back_to_back && link->wire.count;
        link->back_to_back = packet != NULL;
        if (!packet)
            return;
        packet->timestamp = (follows ? link->wire.last->timestamp : latest) + wire_time(link, packet);
        batch_append(&link->wire, packet);
    }
}

static void run(struct element *element, struct task *task)
{
    struct LinkUnqueue *link = element->state;
    u64 now = platform_wall_clock();
    struct batch arrived = BATCH_EMPTY;
    fill(element, now);
    while (link->wire.count && link->wire.first->timestamp <= now)
        batch_append(&arrived, batch_take(&link->wire));
    output_push(element, 0, &arrived);
    bool more = signal_active(&link->signal);
    if (!link->wire.count) {
        if (more)
            task_schedule(task);
        return;
    }
    u64 next = link->wire.first->timestamp, free = link->wire.last->timestamp - link->latency;
    if (more && free < next)
        next = free;
    if (next <= now)
        task_schedule(task);
    else
        timer_schedule_after(&link->timer, next - now);
}

static bool ready(struct element *element, struct text *error)
{
    struct LinkUnqueue *link = element->state;
    task_init(&link->task, element, run);
    task_schedule(&link->task);
    return signal_find_upstream(&link->signal, element, 0, &link->task, error);
}

static u32 stored(const struct element *element)
{
    const struct LinkUnqueue *link = element->state;
    return link->wire.count;
}

/* What is on the wire is lost. */
static void reset(struct element *element)
{
    struct LinkUnqueue *link = element->state;
    batch_free(&element->router->pool, &link->wire);
    link->wire = BATCH_EMPTY;
    timer_cancel(&link->timer);
    task_schedule(&link->task);
}

static void LinkUnqueue_read_latency(struct element *element, struct text *out)
{
    const struct LinkUnqueue *link = element->state;
    text_interval(out, link->latency);
}

static bool LinkUnqueue_write_latency(struct element *element, const char *value, u32 size, struct text *error)
{
    struct LinkUnqueue *link = element->state;
    if (!parse_interval(value, size, &link->latency)) {
        text_string(error, "latency must be a timestamp");
        return false;
    }
    reset(element);
    return true;
}

static void LinkUnqueue_read_bandwidth(struct element *element, struct text *out)
{
    const struct LinkUnqueue *link = element->state;
    text_unsigned(out, link->bandwidth * 100);
}

static bool LinkUnqueue_write_bandwidth(struct element *element, const char *value, u32 size, struct text *error)
{
    struct LinkUnqueue *link = element->state;
    u64 bandwidth;
    if (!parse_bandwidth(value, size, &bandwidth) || bandwidth < 100) {
        text_string(error, "expected bandwidth, minimum 100Bps");
        return false;
    }
    link->bandwidth = bandwidth / 100;
    reset(element);
    return true;
}

static void LinkUnqueue_read_size(struct element *element, struct text *out)
{
    text_unsigned(out, stored(element));
}

static bool LinkUnqueue_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    (void)value;
    (void)size;
    (void)error;
    reset(element);
    return true;
}

const struct element_class LinkUnqueue_class = {
    LinkUnqueue_COMMON,
    .state_size = sizeof(struct LinkUnqueue),
    .start = start,
    .ready = ready,
    .extras = EXTRAS(.stored = stored),
};
