#include "elements/BandwidthRatedUnqueue.h"

#include "rated-unqueue.h"

static void assign(struct element *element, u64 rate)
{
    const struct BandwidthRatedUnqueue_args *args = element->args;
    struct rated_unqueue *unqueue = element->state;
    rated_assign(&unqueue->rated, rate, RATED_DURATION(args), args->has_burst_bytes, args->burst_bytes);
}

static bool start(struct element *element, struct text *error)
{
    const struct BandwidthRatedUnqueue_args *args = element->args;
    (void)error;
    rated_unqueue_start(element, true);
    assign(element, args->rate);
    return true;
}

static void BandwidthRatedUnqueue_read_rate(struct element *element, struct text *out)
{
    const struct rated_unqueue *unqueue = element->state;
    rated_read(&unqueue->rated, out);
}

static bool BandwidthRatedUnqueue_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    struct rated_unqueue *unqueue = element->state;
    u64 rate;
    if (!rate_parse(true, value, size, &rate, error))
        return false;
    assign(element, rate);
    task_schedule(&unqueue->task);
    return true;
}

static void BandwidthRatedUnqueue_read_calls(struct element *element, struct text *out)
{
    rated_unqueue_read_calls(element, out);
}

static void BandwidthRatedUnqueue_read_active(struct element *element, struct text *out)
{
    const struct rated_unqueue *unqueue = element->state;
    text_bool(out, unqueue->active);
}

static bool BandwidthRatedUnqueue_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct rated_unqueue *unqueue = element->state;
    if (!handler_write_bool(value, size, &unqueue->active, error))
        return false;
    task_schedule(&unqueue->task);
    return true;
}

const struct element_class BandwidthRatedUnqueue_class = {
    BandwidthRatedUnqueue_COMMON,
    .state_size = sizeof(struct rated_unqueue),
    .start = start,
    .ready = rated_unqueue_ready,
};
