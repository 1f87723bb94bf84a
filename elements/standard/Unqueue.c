#include "elements/Unqueue.h"

struct Unqueue {
    i32 burst; /* negative: no limit */
    i32 limit; /* negative: no limit */
    u64 count;
    bool active;
    struct task task;
    struct signal signal;
};

/* How many packets may be moved now. */
static u32 allowance(const struct element *element)
{
    const struct Unqueue *unqueue = element->state;
    if (!unqueue->active || unqueue->burst == 0)
        return 0;
    u32 burst = router_burst(element->router, (u32)unqueue->burst);
    if (unqueue->limit < 0)
        return burst;
    u64 left = (u64)unqueue->limit > unqueue->count ? (u64)unqueue->limit - unqueue->count : 0;
    return left < burst ? (u32)left : burst;
}

/* Moves packets, as many at a time as the router's burst says; false: there were none. */
static bool move(struct element *element, u32 allowed)
{
    struct Unqueue *unqueue = element->state;
    u32 most = element->router->burst, moved = 0;
    while (moved < allowed && unqueue->active) {
        struct batch batch = BATCH_EMPTY;
        input_pull(element, 0, allowed - moved < most ? allowed - moved : most, &batch);
        if (!batch.count)
            break;
        moved += batch.count;
        unqueue->count += batch.count;
        output_push(element, 0, &batch);
    }
    return moved != 0;
}

static void run(struct element *element, struct task *task)
{
    struct Unqueue *unqueue = element->state;
    u32 allowed = allowance(element);
    if (!allowed)
        return;
    bool any = move(element, allowed);
    if (any || signal_active(&unqueue->signal))
        task_schedule(task);
}

static bool ready(struct element *element, struct text *error)
{
    const struct Unqueue_args *args = element->args;
    struct Unqueue *unqueue = element->state;
    unqueue->burst = args->burst;
    unqueue->limit = args->limit;
    unqueue->active = args->active;
    task_init(&unqueue->task, element, run);
    task_schedule(&unqueue->task);
    return signal_find_upstream(&unqueue->signal, element, 0, &unqueue->task, error);
}

static void Unqueue_read_count(struct element *element, struct text *out)
{
    const struct Unqueue *unqueue = element->state;
    text_unsigned(out, unqueue->count);
}

static void Unqueue_read_active(struct element *element, struct text *out)
{
    const struct Unqueue *unqueue = element->state;
    text_bool(out, unqueue->active);
}

static void Unqueue_read_burst(struct element *element, struct text *out)
{
    const struct Unqueue *unqueue = element->state;
    text_signed(out, unqueue->burst < 0 ? 0x7fffffff : unqueue->burst);
}

static void Unqueue_read_limit(struct element *element, struct text *out)
{
    const struct Unqueue *unqueue = element->state;
    text_signed(out, unqueue->limit);
}

static bool Unqueue_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Unqueue *unqueue = element->state;
    if (!handler_write_bool(value, size, &unqueue->active, error))
        return false;
    task_schedule(&unqueue->task);
    return true;
}

static bool Unqueue_write_burst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Unqueue *unqueue = element->state;
    i64 burst;
    if (!handler_write_signed(value, size, INT32_MIN, INT32_MAX, &burst, error))
        return false;
    unqueue->burst = (i32)burst;
    task_schedule(&unqueue->task);
    return true;
}

static bool Unqueue_write_limit(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Unqueue *unqueue = element->state;
    i64 limit;
    if (!handler_write_signed(value, size, INT32_MIN, INT32_MAX, &limit, error))
        return false;
    unqueue->limit = (i32)limit;
    task_schedule(&unqueue->task);
    return true;
}

static bool Unqueue_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Unqueue *unqueue = element->state;
    (void)value;
    (void)size;
    (void)error;
    unqueue->count = 0;
    task_schedule(&unqueue->task);
    return true;
}

const struct element_class Unqueue_class = {
    Unqueue_COMMON,
    .state_size = sizeof(struct Unqueue),
    .ready = ready,
};
