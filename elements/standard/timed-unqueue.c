#include "timed-unqueue.h"

/* false: there was nothing to move. */
static bool move(struct element *element)
{
    const struct timed_unqueue *unqueue = element->state;
    u32 most = element->router->burst, moved = 0;
    while (moved < unqueue->burst) {
        struct batch batch = BATCH_EMPTY;
        u32 left = unqueue->burst - moved;
        input_pull(element, 0, left < most ? left : most, &batch);
        if (!batch.count)
            break;
        moved += batch.count;
        output_push(element, 0, &batch);
    }
    return moved != 0;
}

/* While the timer is set its time has not come, whoever else has woken the task. */
static void run(struct element *element, struct task *task)
{
    struct timed_unqueue *unqueue = element->state;
    (void)task;
    if (timer_scheduled(&unqueue->timer))
        return;
    if (!move(element) && !signal_active(&unqueue->signal)) {
        unqueue->due = 0;
        return;
    }
    unqueue->due = (unqueue->due ? unqueue->due : router_now(element->router)) + unqueue->interval;
    timer_schedule_at(&unqueue->timer, unqueue->due);
}

static void expire(struct element *element, struct timer *timer)
{
    struct timed_unqueue *unqueue = element->state;
    (void)timer;
    task_schedule(&unqueue->task);
}

bool timed_unqueue_start(struct element *element, u64 interval, i32 burst)
{
    struct timed_unqueue *unqueue = element->state;
    unqueue->interval = interval;
    unqueue->burst = (u32)burst;
    timer_init(&unqueue->timer, element, expire);
    return true;
}

bool timed_unqueue_ready(struct element *element, struct text *error)
{
    struct timed_unqueue *unqueue = element->state;
    task_init(&unqueue->task, element, run);
    task_schedule(&unqueue->task);
    return signal_find_upstream(&unqueue->signal, element, 0, &unqueue->task, error);
}
