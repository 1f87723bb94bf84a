#include "rated-unqueue.h"

static void wake(struct element *element, struct timer *timer)
{
    struct rated_unqueue *unqueue = element->state;
    (void)timer;
    task_schedule(&unqueue->task);
}

static void move(struct element *element, u32 most)
{
    struct rated_unqueue *unqueue = element->state;
    struct batch batch = BATCH_EMPTY;
    input_pull(element, 0, most, &batch);
    for (const struct packet *packet = batch.first; packet; packet = packet->next)
        rated_use(&unqueue->rated, packet->length);
    unqueue->pushes += batch.count;
    bool any = batch.count != 0;
    output_push(element, 0, &batch);
    unqueue->failed_pulls += !any;
    if (!any && !signal_active(&unqueue->signal))
        return;
    unqueue->empty_runs += !any;
    task_schedule(&unqueue->task);
}

static void run(struct element *element, struct task *task)
{
    struct rated_unqueue *unqueue = element->state;
    (void)task;
    unqueue->runs++;
    if (!unqueue->active)
        return;
    bucket_fill(&unqueue->rated.bucket, router_now(element->router));
    u32 most = rated_packets(&unqueue->rated, element->router->burst);
    if (most) {
        move(element, most);
        return;
    }
    unqueue->empty_runs++;
    timer_schedule_at(&unqueue->timer, bucket_time(&unqueue->rated.bucket, rated_needed(&unqueue->rated)));
}

void rated_unqueue_start(struct element *element, u64 rate)
{
    struct rated_unqueue *unqueue = element->state;
    rated_set(&unqueue->rated, rate);
    timer_init(&unqueue->timer, element, wake);
}

bool rated_unqueue_ready(struct element *element, struct text *error)
{
    struct rated_unqueue *unqueue = element->state;
    unqueue->active = true;
    task_init(&unqueue->task, element, run);
    task_schedule(&unqueue->task);
    return signal_find_upstream(&unqueue->signal, element, 0, &unqueue->task, error);
}

static void line(struct text *out, u64 value, const char *what)
{
    text_unsigned(out, value);
    text_string(out, what);
}

HANDLER void rated_unqueue_read_calls(struct element *element, struct text *out)
{
    const struct rated_unqueue *unqueue = element->state;
    line(out, unqueue->runs, " calls to run_task()\n");
    line(out, unqueue->empty_runs, " empty runs\n");
    line(out, unqueue->pushes, " pushes\n");
    line(out, unqueue->failed_pulls, " failed pulls\n");
}

HANDLER void rated_unqueue_read_rate(struct element *element, struct text *out)
{
    const struct rated_unqueue *unqueue = element->state;
    rated_read(&unqueue->rated, out);
}

HANDLER bool rated_unqueue_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    struct rated_unqueue *unqueue = element->state;
    if (!rated_write(&unqueue->rated, value, size, error))
        return false;
    task_schedule(&unqueue->task);
    return true;
}

HANDLER void rated_unqueue_read_active(struct element *element, struct text *out)
{
    const struct rated_unqueue *unqueue = element->state;
    text_bool(out, unqueue->active);
}

HANDLER bool rated_unqueue_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct rated_unqueue *unqueue = element->state;
    if (!handler_write_bool(value, size, &unqueue->active, error))
        return false;
    task_schedule(&unqueue->task);
    return true;
}
