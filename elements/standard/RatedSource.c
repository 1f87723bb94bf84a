#include "elements/RatedSource.h"

#include "packet-template.h"
#include "platform.h"
#include "token-bucket.h"

struct RatedSource {
    struct packet_template template;
    struct token_bucket bucket;
    i64 limit; /* negative: no limit */
    u64 count, drops;
    bool active, pushes;
    struct task task;
    struct timer timer;
    struct notifier empty; /* of a pull output */
};

/* Something changed that may let packets flow again. */
static void wake(struct RatedSource *source)
{
    if (source->pushes)
        task_schedule(&source->task);
    else
        notifier_set(&source->empty, source->active);
}

static void time_out(struct element *element, struct timer *timer)
{
    (void)timer;
    wake(element->state);
}

static u32 burst_of(u64 rate)
{
    return rate < 200 ? 2 : (u32)(rate / 100);
}

/* What was saved up meanwhile comes on top. */
static void set_one_token(struct RatedSource *source)
{
    source->bucket.tokens = source->bucket.scale;
}

static bool start(struct element *element, struct text *error)
{
    const struct RatedSource_args *args = element->args;
    struct RatedSource *source = element->state;
    if (!template_start(&source->template, element, args->data, args->length, error))
        return false;
    u32 length = template_length(&source->template), burst;
    u64 rate = args->bandwidth ? args->bandwidth / (length ? length : 1) : args->rate;
    burst = burst_of(rate);
    if (args->bandwidth && args->length > 0 && burst < 2 * (u32)args->length)
        burst = 2 * (u32)args->length;
    bool first = !source->bucket.scale;
    bucket_assign(&source->bucket, rate, burst);
    if (first && !rate)
        set_one_token(source);
    if (first)
        source->bucket.period = router_now(element->router) / BUCKET_PERIOD;
    source->limit = args->limit;
    source->active = args->active;
    source->pushes = output_is_push(element, 0);
    timer_init(&source->timer, element, time_out);
    return true;
}

/* How many of `max` packets may be made before LIMIT. */
static u32 allowance(struct element *element, u32 max)
{
    const struct RatedSource_args *args = element->args;
    const struct RatedSource *source = element->state;
    if (!source->active)
        return 0;
    if (source->limit < 0)
        return max;
    u64 left = (u64)source->limit > source->count ? (u64)source->limit - source->count : 0;
    if (!left && args->stop)
        router_stop(element->router);
    return left < max ? (u32)left : max;
}

/* Makes what the rate allows of them; false: nothing now, the timer is set. */
static bool make(struct element *element, u32 most, struct batch *into)
{
    struct RatedSource *source = element->state;
    struct token_bucket *bucket = &source->bucket;
    bucket_fill(bucket, router_now(element->router));
    u32 tokens = bucket_tokens(bucket);
    if (!bucket_contains(bucket, 1)) {
        timer_schedule_at(&source->timer, bucket_time(bucket, 1));
        return false;
    }
    if (tokens < most)
        most = tokens;
    bucket_remove(bucket, most);
    source->drops += most - template_make(&source->template, element, most, platform_wall_clock(), into);
    source->count += most;
    return true;
}

static void run(struct element *element, struct task *task)
{
    struct batch batch = BATCH_EMPTY;
    u32 most = allowance(element, element->router->burst);
    if (!most || !make(element, most, &batch))
        return;
    output_push(element, 0, &batch);
    task_schedule(task);
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct RatedSource *source = element->state;
    u32 most = allowance(element, max);
    (void)port;
    if (!most || !make(element, most, into))
        notifier_set(&source->empty, false);
}

static bool ready(struct element *element, struct text *error)
{
    struct RatedSource *source = element->state;
    (void)error;
    task_init(&source->task, element, run);
    wake(source);
    return true;
}

static struct notifier *empty_notifier(struct element *element, u32 output)
{
    struct RatedSource *source = element->state;
    (void)output;
    return &source->empty;
}

static void RatedSource_read_data(struct element *element, struct text *out)
{
    const struct RatedSource *source = element->state;
    text_bytes(out, (const char *)source->template.bytes, source->template.size);
}

static bool RatedSource_write_data(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RatedSource *source = element->state;
    return template_set_data(&source->template, value, size, error);
}

static void RatedSource_read_rate(struct element *element, struct text *out)
{
    const struct RatedSource *source = element->state;
    text_unsigned(out, source->bucket.rate);
}

static bool RatedSource_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RatedSource *source = element->state;
    u64 rate;
    if (!handler_write_unsigned(value, size, 0xffffffff, &rate, error))
        return false;
    bucket_adjust(&source->bucket, rate, burst_of(rate));
    wake(source);
    return true;
}

static void RatedSource_read_limit(struct element *element, struct text *out)
{
    const struct RatedSource *source = element->state;
    text_signed(out, source->limit < 0 ? -1 : source->limit);
}

static bool RatedSource_write_limit(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RatedSource *source = element->state;
    if (!handler_write_signed(value, size, INT32_MIN, INT32_MAX, &source->limit, error))
        return false;
    wake(source);
    return true;
}

static void RatedSource_read_active(struct element *element, struct text *out)
{
    const struct RatedSource *source = element->state;
    text_bool(out, source->active);
}

static bool RatedSource_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RatedSource *source = element->state;
    if (!handler_write_bool(value, size, &source->active, error))
        return false;
    if (source->active && source->pushes && !source->task.scheduled)
        set_one_token(source);
    wake(source);
    return true;
}

static void RatedSource_read_length(struct element *element, struct text *out)
{
    const struct RatedSource *source = element->state;
    text_signed(out, source->template.length);
}

static bool RatedSource_write_length(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RatedSource *source = element->state;
    i64 length;
    return handler_write_signed(value, size, INT32_MIN, INT32_MAX, &length, error) &&
           template_set_length(&source->template, length, error);
}

static void RatedSource_read_count(struct element *element, struct text *out)
{
    const struct RatedSource *source = element->state;
    text_unsigned(out, source->count);
}

static void RatedSource_read_drops(struct element *element, struct text *out)
{
    const struct RatedSource *source = element->state;
    text_unsigned(out, source->drops);
}

static bool RatedSource_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RatedSource *source = element->state;
    (void)value;
    (void)size;
    (void)error;
    source->count = 0;
    set_one_token(source);
    wake(source);
    return true;
}

const struct element_class RatedSource_class = {
    RatedSource_COMMON,
    .state_size = sizeof(struct RatedSource),
    .start = start,
    .ready = ready,
    .pull = pull,
    .extras = EXTRAS(.empty_notifier = empty_notifier),
};
