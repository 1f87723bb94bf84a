#include "elements/TimedSink.h"

static void run(struct element *element, struct timer *timer)
{
    const struct TimedSink_args *args = element->args;
    struct batch batch = BATCH_EMPTY;
    timer_schedule_after(timer, args->interval);
    input_pull(element, 0, 1, &batch);
    batch_free(&element->router->pool, &batch);
}

static bool start(struct element *element, struct text *error)
{
    (void)error;
    timer_init(element->state, element, run);
    return true;
}

static bool ready(struct element *element, struct text *error)
{
    const struct TimedSink_args *args = element->args;
    (void)error;
    timer_schedule_after(element->state, args->interval);
    return true;
}

const struct element_class TimedSink_class = {
    TimedSink_COMMON,
    .state_size = sizeof(struct timer),
    .start = start,
    .ready = ready,
};
