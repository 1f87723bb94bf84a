#include "elements/RatedUnqueue.h"

#include "rated-unqueue.h"

static void assign(struct element *element, u64 rate)
{
    const struct RatedUnqueue_args *args = element->args;
    struct rated_unqueue *unqueue = element->state;
    rated_assign(&unqueue->rated, rate, RATED_DURATION(args), args->has_burst_size, args->burst_size);
}

static bool start(struct element *element, struct text *error)
{
    const struct RatedUnqueue_args *args = element->args;
    (void)error;
    rated_unqueue_start(element, false);
    assign(element, args->rate);
    return true;
}

static void RatedUnqueue_read_rate(struct element *element, struct text *out)
{
    const struct rated_unqueue *unqueue = element->state;
    rated_read(&unqueue->rated, out);
}

static bool RatedUnqueue_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    struct rated_unqueue *unqueue = element->state;
    u64 rate;
    if (!rate_parse(false, value, size, &rate, error))
        return false;
    assign(element, rate);
    task_schedule(&unqueue->task);
    return true;
}

static void RatedUnqueue_read_calls(struct element *element, struct text *out)
{
    rated_unqueue_read_calls(element, out);
}

static void RatedUnqueue_read_active(struct element *element, struct text *out)
{
    const struct rated_unqueue *unqueue = element->state;
    text_bool(out, unqueue->active);
}

static bool RatedUnqueue_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct rated_unqueue *unqueue = element->state;
    if (!handler_write_bool(value, size, &unqueue->active, error))
        return false;
    task_schedule(&unqueue->task);
    return true;
}

const struct element_class RatedUnqueue_class = {
    RatedUnqueue_COMMON,
    .state_size = sizeof(struct rated_unqueue),
    .start = start,
    .ready = rated_unqueue_ready,
};
