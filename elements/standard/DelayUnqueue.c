#include "elements/DelayUnqueue.h"

#include "parse.h"
#include "platform.h"

struct DelayUnqueue {
    struct packet *held; /* its timestamp says when it may go */
    u64 delay;
    struct task task;
    struct timer timer;
    struct signal signal;
};

static void wake(struct element *element, struct timer *timer)
{
    struct DelayUnqueue *unqueue = element->state;
    (void)timer;
    task_schedule(&unqueue->task);
}

static bool start(struct element *element, struct text *error)
{
    const struct DelayUnqueue_args *args = element->args;
    struct DelayUnqueue *unqueue = element->state;
    (void)error;
    unqueue->delay = args->delay;
    timer_init(&unqueue->timer, element, wake);
    return true;
}

/* Takes the next packet in hand; false: there is none. */
static bool take(struct element *element, u64 now)
{
    struct DelayUnqueue *unqueue = element->state;
    struct batch batch = BATCH_EMPTY;
    if (unqueue->held)
        return true;
    input_pull(element, 0, 1, &batch);
    if (!(unqueue->held = batch.first))
        return false;
    if (!packet_is_dated(unqueue->held))
        unqueue->held->timestamp = now;
    unqueue->held->timestamp += unqueue->delay;
    return true;
}

static void run(struct element *element, struct task *task)
{
    struct DelayUnqueue *unqueue = element->state;
    u64 now = platform_wall_clock();
    struct batch due = BATCH_EMPTY;
    bool any;
    while ((any = take(element, now)) && unqueue->held->timestamp <= now && due.count < element->router->burst) {
        batch_append(&due, unqueue->held);
        unqueue->held = NULL;
    }
    output_push(element, 0, &due);
    if (any && unqueue->held->timestamp > now)
        timer_schedule_after(&unqueue->timer, unqueue->held->timestamp - now);
    else if (any || signal_active(&unqueue->signal))
        task_schedule(task);
}

static bool ready(struct element *element, struct text *error)
{
    struct DelayUnqueue *unqueue = element->state;
    task_init(&unqueue->task, element, run);
    task_schedule(&unqueue->task);
    return signal_find_upstream(&unqueue->signal, element, 0, &unqueue->task, error);
}

static void DelayUnqueue_read_delay(struct element *element, struct text *out)
{
    const struct DelayUnqueue *unqueue = element->state;
    text_interval(out, unqueue->delay);
}

/* It is the delay of the packets that come from now on. */
static bool DelayUnqueue_write_delay(struct element *element, const char *value, u32 size, struct text *error)
{
    struct DelayUnqueue *unqueue = element->state;
    if (parse_interval(value, size, &unqueue->delay))
        return true;
    text_string(error, "expected time in seconds");
    return false;
}

const struct element_class DelayUnqueue_class = {
    DelayUnqueue_COMMON,
    .state_size = sizeof(struct DelayUnqueue),
    .start = start,
    .ready = ready,
};
