#include "source.h"

#include "headers.h"
#include "platform.h"

void source_end(struct element *element, struct source *source)
{
    if (source->stop)
        router_stop(element->router);
    else if (source->at_end.element)
        handler_call_run(element->router, &source->at_end);
}

/* Whether the record's time has come; else the timer is set for it. */
static bool is_due(struct element *element, struct source *source, const struct record *record)
{
    u64 now = router_now(element->router);
    if (!source->timing)
        return true;
    if (!source->timed) {
        source->lead = (i64)(now - record_time(record));
        source->timed = true;
    }
    u64 due = record_time(record) + (u64)source->lead;
    if (due <= now)
        return true;
    timer_schedule_at(&source->timer, due);
    return false;
}

static bool chosen(const struct source *source)
{
    return source->probability >= (i64)1 << 32 || (i64)(platform_random() >> 32) < source->probability;
}

/* Packets whose IP header is known carry their destination, as behind MarkIPHeader and GetIPAddress. */
static void annotate(struct packet *packet)
{
    if (packet->network && packet_length_from(packet, packet->network) >= IP_HEADER)
        memcpy(packet->annotations + ANNOTATION_DST_IP, packet->network + IP_DESTINATION, 4);
}

enum outcome { GOT_PACKET, GOT_NOTHING, NOT_DUE, AT_END };

/* Takes one record; *packet is NULL unless the outcome is GOT_PACKET. */
static enum outcome take(struct element *element, struct source *source, struct packet **packet)
{
    const struct record *record = channel_peek(&source->channel);
    *packet = NULL;
    if (!record)
        return AT_END;
    if (source->filter && !source->filter(element, source, record)) {
        if (source->active)
            channel_next(&source->channel);
        return GOT_NOTHING;
    }
    if (!is_due(element, source, record))
        return NOT_DUE;
    if (chosen(source))
        *packet = channel_packet(&element->router->pool, record);
    channel_next(&source->channel);
    if (!*packet)
        return GOT_NOTHING;
    annotate(*packet);
    return GOT_PACKET;
}

/* Sends what is no IP packet to output 1; true when the packet is gone. */
static bool sorted_out(struct element *element, struct source *source, struct packet *packet)
{
    struct batch batch = BATCH_EMPTY;
    if (!source->sort_out || packet->network)
        return false;
    batch_append(&batch, packet);
    output_push_checked(element, 1, &batch);
    return true;
}

/* Up to `max` packets. At the end the element's call is made once nothing else came. */
static enum outcome collect(struct element *element, struct source *source, u32 max, struct batch *into)
{
    enum outcome outcome = GOT_NOTHING;
    while (max && source->active) {
        struct packet *packet;
        outcome = take(element, source, &packet);
        if (outcome == AT_END || outcome == NOT_DUE)
            break;
        if (!packet || sorted_out(element, source, packet))
            continue;
        batch_append(into, packet);
        source->count++;
        max--;
    }
    return outcome;
}

/* Told once: the call may well make the element active again. */
static void end_of_file(struct element *element, struct source *source)
{
    if (source->over)
        return;
    source->over = true;
    source_end(element, source);
}

static void run(struct element *element, struct task *task)
{
    struct source *source = element->state;
    struct batch batch = BATCH_EMPTY;
    enum outcome outcome = collect(element, source, element->router->burst, &batch);
    bool any = batch.count != 0;
    output_push(element, 0, &batch);
    if (any || (outcome == GOT_NOTHING && source->active))
        task_schedule(task);
    else if (outcome == AT_END)
        end_of_file(element, source);
}

void source_pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct source *source = element->state;
    u32 before = into->count;
    enum outcome outcome = collect(element, source, max, into);
    (void)port;
    notifier_set(&source->waiting, source->active && outcome != AT_END && outcome != NOT_DUE);
    if (outcome == AT_END && into->count == before)
        end_of_file(element, source);
}

static void wake(struct element *element, struct source *source)
{
    if (!source->active)
        return;
    if (output_is_push(element, 0))
        task_schedule(&source->task);
    else
        notifier_set(&source->waiting, true);
}

static void expired(struct element *element, struct timer *timer)
{
    (void)timer;
    wake(element, element->state);
}

bool source_start(struct element *element, struct source *source, struct text *error)
{
    timer_init(&source->timer, element, expired);
    return channel_open(&source->channel, element, error);
}

void source_ready(struct element *element, struct source *source)
{
    task_init(&source->task, element, run);
    wake(element, source);
}

void source_set_active(struct element *element, struct source *source, bool active)
{
    source->active = active;
    if (active)
        wake(element, source);
    else
        notifier_set(&source->waiting, false);
}
