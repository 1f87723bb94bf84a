#include "elements/Discard.h"

struct Discard {
    u64 count;
    bool active;
    u32 burst;
    struct task task;
    struct signal signal;
};

static void drop(struct element *element, struct batch *batch)
{
    struct Discard *discard = element->state;
    discard->count += batch->count;
    batch_free(&element->router->pool, batch);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    (void)port;
    drop(element, batch);
}

static void run(struct element *element, struct task *task)
{
    struct Discard *discard = element->state;
    struct batch batch = BATCH_EMPTY;
    if (!discard->active)
        return;
    input_pull(element, 0, router_burst(element->router, discard->burst), &batch);
    bool any = batch.count != 0;
    drop(element, &batch);
    if (any || signal_active(&discard->signal))
        task_schedule(task);
}

static bool ready(struct element *element, struct text *error)
{
    const struct Discard_args *args = element->args;
    struct Discard *discard = element->state;
    discard->active = args->active;
    if (!input_is_pull(element, 0))
        return true;
    discard->burst = args->burst ? args->burst : ~0u;
    task_init(&discard->task, element, run);
    task_schedule(&discard->task);
    return signal_find_upstream(&discard->signal, element, 0, &discard->task, error);
}

static void Discard_read_count(struct element *element, struct text *out)
{
    const struct Discard *discard = element->state;
    text_unsigned(out, discard->count);
}

static bool Discard_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Discard *discard = element->state;
    (void)value;
    (void)size;
    (void)error;
    discard->count = 0;
    return true;
}

static void Discard_read_active(struct element *element, struct text *out)
{
    const struct Discard *discard = element->state;
    text_bool(out, discard->active);
}

static bool Discard_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Discard *discard = element->state;
    if (!handler_write_bool(value, size, &discard->active, error))
        return false;
    if (discard->active && input_is_pull(element, 0))
        task_schedule(&discard->task);
    return true;
}

const struct element_class Discard_class = {
    Discard_COMMON,
    .state_size = sizeof(struct Discard),
    .ready = ready,
    .push = push,
};
