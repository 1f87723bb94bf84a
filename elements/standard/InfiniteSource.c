#include "elements/InfiniteSource.h"

#include "packet-template.h"
#include "platform.h"

struct InfiniteSource {
    struct packet_template template;
    i64 limit; /* negative: no limit */
    u32 burst, turn; /* turn: what a task's run makes of a burst */
    bool active, pushes;
    u64 count, drops;
    struct task task;
    struct signal room;    /* behind a push output */
    struct notifier empty; /* of a pull output */
    struct handler_call end;
};

static void set_burst(struct InfiniteSource *source, u32 burst)
{
    source->burst = burst;
    source->turn = burst < ROUTER_BURST_MAX ? burst : ROUTER_BURST_MAX;
}

static bool start(struct element *element, struct text *error)
{
    const struct InfiniteSource_args *args = element->args;
    struct InfiniteSource *source = element->state;
    if (!template_start(&source->template, element, args->data, args->length, error))
        return false;
    source->limit = args->limit;
    set_burst(source, args->burst > 0 ? (u32)args->burst : 1);
    source->count = 0;
    source->active = args->active;
    source->pushes = output_is_push(element, 0);
    return true;
}

/* How many of `wanted` packets may be made. */
static u32 allowance(const struct InfiniteSource *source, u32 wanted)
{
    if (!source->active)
        return 0;
    if (source->limit < 0)
        return wanted;
    u64 left = (u64)source->limit > source->count ? (u64)source->limit - source->count : 0;
    return left < wanted ? (u32)left : wanted;
}

static void make(struct element *element, u32 count, struct batch *into)
{
    const struct InfiniteSource_args *args = element->args;
    struct InfiniteSource *source = element->state;
    u64 time = args->timestamp ? platform_wall_clock() : 0;
    source->drops += count - template_make(&source->template, element, count, time, into);
    source->count += count;
}

/* After LIMIT packets. */
static void end(struct element *element)
{
    const struct InfiniteSource_args *args = element->args;
    const struct InfiniteSource *source = element->state;
    if (!source->active || source->limit < 0 || source->count < (u64)source->limit)
        return;
    if (args->stop)
        router_stop(element->router);
    else if (source->end.element)
        handler_call_run(element->router, &source->end);
}

/* A router whose burst is 1 sees Click's own order: each packet goes its whole way before the next is made. */
static void push_burst(struct element *element, u32 count)
{
    u32 most = element->router->burst;
    while (count) {
        struct batch batch = BATCH_EMPTY;
        u32 part = count < most ? count : most;
        make(element, part, &batch);
        output_push(element, 0, &batch);
        count -= part;
    }
}

static void run(struct element *element, struct task *task)
{
    struct InfiniteSource *source = element->state;
    u32 count = allowance(source, source->turn);
    if (source->active && !signal_active(&source->room))
        return;
    if (!count) {
        end(element);
        return;
    }
    push_burst(element, count);
    task_schedule(task);
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct InfiniteSource *source = element->state;
    u32 count = allowance(source, max);
    (void)port;
    make(element, count, into);
    if (count)
        return;
    notifier_set(&source->empty, false);
    end(element);
}

/* Something changed that may let packets flow again. After LIMIT packets nothing does: the end has been told. */
static void wake(struct InfiniteSource *source)
{
    if (!allowance(source, 1))
        return;
    if (source->pushes)
        task_schedule(&source->task);
    else
        notifier_set(&source->empty, true);
}

static bool ready(struct element *element, struct text *error)
{
    const struct InfiniteSource_args *args = element->args;
    struct InfiniteSource *source = element->state;
    if (args->has_end_call && !handler_call_find(element->router, element_bytes(element, args->end_call),
                                                 args->end_call.size, &source->end, error))
        return false;
    task_init(&source->task, element, run);
    source->empty.active = true;
    if (source->pushes)
        task_schedule(&source->task);
    return !source->pushes || signal_find_downstream(&source->room, element, 0, &source->task, error);
}

static struct notifier *empty_notifier(struct element *element, u32 output)
{
    struct InfiniteSource *source = element->state;
    (void)output;
    return &source->empty;
}

static void InfiniteSource_read_data(struct element *element, struct text *out)
{
    const struct InfiniteSource *source = element->state;
    text_bytes(out, (const char *)source->template.bytes, source->template.size);
}

static bool InfiniteSource_write_data(struct element *element, const char *value, u32 size, struct text *error)
{
    struct InfiniteSource *source = element->state;
    return template_set_data(&source->template, value, size, error);
}

static void InfiniteSource_read_limit(struct element *element, struct text *out)
{
    const struct InfiniteSource *source = element->state;
    text_signed(out, source->limit);
}

static bool InfiniteSource_write_limit(struct element *element, const char *value, u32 size, struct text *error)
{
    struct InfiniteSource *source = element->state;
    if (!handler_write_signed(value, size, INT64_MIN, INT64_MAX, &source->limit, error))
        return false;
    wake(source);
    return true;
}

static void InfiniteSource_read_burst(struct element *element, struct text *out)
{
    const struct InfiniteSource *source = element->state;
    text_unsigned(out, source->burst);
}

static bool InfiniteSource_write_burst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct InfiniteSource *source = element->state;
    u64 burst;
    if (!handler_write_unsigned(value, size, INT32_MAX, &burst, error))
        return false;
    if (burst)
        set_burst(source, (u32)burst);
    else
        text_string(error, "burst must be at least 1");
    return burst != 0;
}

static void InfiniteSource_read_active(struct element *element, struct text *out)
{
    const struct InfiniteSource *source = element->state;
    text_bool(out, source->active);
}

static bool InfiniteSource_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct InfiniteSource *source = element->state;
    if (!handler_write_bool(value, size, &source->active, error))
        return false;
    wake(source);
    return true;
}

static void InfiniteSource_read_length(struct element *element, struct text *out)
{
    const struct InfiniteSource *source = element->state;
    text_signed(out, source->template.length);
}

static bool InfiniteSource_write_length(struct element *element, const char *value, u32 size, struct text *error)
{
    struct InfiniteSource *source = element->state;
    i64 length;
    return handler_write_signed(value, size, INT32_MIN, INT32_MAX, &length, error) &&
           template_set_length(&source->template, length, error);
}

static void InfiniteSource_read_count(struct element *element, struct text *out)
{
    const struct InfiniteSource *source = element->state;
    text_unsigned(out, source->count);
}

static void InfiniteSource_read_drops(struct element *element, struct text *out)
{
    const struct InfiniteSource *source = element->state;
    text_unsigned(out, source->drops);
}

static bool InfiniteSource_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct InfiniteSource *source = element->state;
    (void)value;
    (void)size;
    (void)error;
    source->count = 0;
    wake(source);
    return true;
}

const struct element_class InfiniteSource_class = {
    InfiniteSource_COMMON,
    .state_size = sizeof(struct InfiniteSource),
    .start = start,
    .ready = ready,
    .pull = pull,
    .extras = EXTRAS(.empty_notifier = empty_notifier),
};
