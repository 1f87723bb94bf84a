#include "elements/TimedSource.h"

#include "packet-template.h"
#include "platform.h"
#include "parse.h"

struct TimedSource {
    struct packet_template template;
    u64 interval, count, drops;
    i32 limit; /* negative: no limit */
    u32 headroom;
    bool active;
    struct timer timer;
};

static void run(struct element *element, struct timer *timer)
{
    const struct TimedSource_args *args = element->args;
    struct TimedSource *source = element->state;
    struct batch batch = BATCH_EMPTY;
    if (!source->active)
        return;
    if (source->limit >= 0 && source->count >= (u32)source->limit) {
        if (args->stop)
            router_stop(element->router);
        return;
    }
    source->count++;
    timer_schedule_at(timer, timer->due + source->interval);
    source->drops += 1 - template_make(&source->template, element, 1, platform_wall_clock(), &batch);
    output_push(element, 0, &batch);
}

static bool check_headroom(u64 headroom, struct text *error)
{
    if (headroom <= PACKET_HEADROOM)
        return true;
    text_string(error, "packets have a headroom of ");
    text_unsigned(error, PACKET_HEADROOM);
    text_string(error, " bytes");
    return false;
}

static bool start(struct element *element, struct text *error)
{
    const struct TimedSource_args *args = element->args;
    struct TimedSource *source = element->state;
    source->interval = args->interval;
    source->limit = args->limit;
    source->headroom = args->headroom;
    source->active = args->active;
    timer_init(&source->timer, element, run);
    return check_headroom(args->headroom, error) && template_start(&source->template, element, args->data, -1, error);
}

static bool ready(struct element *element, struct text *error)
{
    struct TimedSource *source = element->state;
    (void)error;
    if (source->active)
        timer_schedule_after(&source->timer, source->interval);
    return true;
}

static void restart(struct TimedSource *source)
{
    if (source->active && !timer_scheduled(&source->timer))
        timer_schedule_after(&source->timer, 0);
}

static void TimedSource_read_data(struct element *element, struct text *out)
{
    const struct TimedSource *source = element->state;
    text_bytes(out, (const char *)source->template.bytes, source->template.size);
}

static bool TimedSource_write_data(struct element *element, const char *value, u32 size, struct text *error)
{
    struct TimedSource *source = element->state;
    return template_set_data(&source->template, value, size, error);
}

static void TimedSource_read_limit(struct element *element, struct text *out)
{
    const struct TimedSource *source = element->state;
    text_signed(out, source->limit);
}

static bool TimedSource_write_limit(struct element *element, const char *value, u32 size, struct text *error)
{
    struct TimedSource *source = element->state;
    i64 limit;
    if (!handler_write_signed(value, size, INT32_MIN, INT32_MAX, &limit, error))
        return false;
    source->limit = (i32)limit;
    return true;
}

static void TimedSource_read_interval(struct element *element, struct text *out)
{
    const struct TimedSource *source = element->state;
    text_interval(out, source->interval);
}

static bool TimedSource_write_interval(struct element *element, const char *value, u32 size, struct text *error)
{
    struct TimedSource *source = element->state;
    u64 interval;
    if (parse_interval(value, size, &interval) && interval) {
        source->interval = interval;
        return true;
    }
    text_string(error, "bad interval");
    return false;
}

static void TimedSource_read_active(struct element *element, struct text *out)
{
    const struct TimedSource *source = element->state;
    text_bool(out, source->active);
}

static bool TimedSource_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct TimedSource *source = element->state;
    if (!handler_write_bool(value, size, &source->active, error))
        return false;
    restart(source);
    return true;
}

static void TimedSource_read_count(struct element *element, struct text *out)
{
    const struct TimedSource *source = element->state;
    text_unsigned(out, source->count);
}

static void TimedSource_read_drops(struct element *element, struct text *out)
{
    const struct TimedSource *source = element->state;
    text_unsigned(out, source->drops);
}

static void TimedSource_read_headroom(struct element *element, struct text *out)
{
    const struct TimedSource *source = element->state;
    text_unsigned(out, source->headroom);
}

static bool TimedSource_write_headroom(struct element *element, const char *value, u32 size, struct text *error)
{
    struct TimedSource *source = element->state;
    u64 headroom;
    if (!handler_write_unsigned(value, size, 0xffffffff, &headroom, error) || !check_headroom(headroom, error))
        return false;
    source->headroom = (u32)headroom;
    return true;
}

static bool TimedSource_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct TimedSource *source = element->state;
    (void)value;
    (void)size;
    (void)error;
    source->count = 0;
    restart(source);
    return true;
}

const struct element_class TimedSource_class = {
    TimedSource_COMMON,
    .state_size = sizeof(struct TimedSource),
    .start = start,
    .ready = ready,
};
