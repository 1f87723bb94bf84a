#include "timed-unqueue.h"

/* How many of `wanted` packets there were. */
static u32 move(struct element *element, u32 wanted)
{
    u32 most = element->router->burst, moved = 0;
    while (moved < wanted) {
        struct batch batch = BATCH_EMPTY;
        u32 left = wanted - moved;
        input_pull(element, 0, left < most ? left : most, &batch);
        if (!batch.count)
            break;
        moved += batch.count;
        output_push(element, 0, &batch);
    }
    return moved;
}

/* While the timer is set its time has not come, whoever else has woken the task. A large burst takes many turns. */
static void run(struct element *element, struct task *task)
{
    struct timed_unqueue *unqueue = element->state;
    if (timer_scheduled(&unqueue->timer))
        return;
    bool begun = unqueue->left != 0;
    u32 wanted = begun ? unqueue->left : unqueue->burst;
    u32 part = wanted < ROUTER_BURST_MAX ? wanted : ROUTER_BURST_MAX;
    u32 moved = move(element, part);
    unqueue->left = moved == part ? wanted - part : 0;
    if (unqueue->left) {
        task_schedule(task);
        return;
    }
    if (!moved && !begun && !signal_active(&unqueue->signal)) {
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
