/* Timers against a plain list: scheduled, moved, cancelled at random, they run in order of their times. */
#include "check.h"

#define COUNT 200

static struct router router;
static struct element element = {.router = &router};
static struct timer timers[COUNT];
static u64 due[COUNT]; /* TIMER_NEVER: not scheduled */
static u64 last, ran;

static void run(struct element *ignored, struct timer *timer)
{
    u64 index = (u64)(timer - timers);
    (void)ignored;
    CHECK(due[index] == timer->due);
    CHECK(timer->due >= last);
    CHECK(!timer_scheduled(timer));
    last = timer->due;
    due[index] = TIMER_NEVER;
    ran++;
}

static void change(void)
{
    u64 index = platform_random() % COUNT;
    if (platform_random() % 4 == 0) {
        timer_cancel(&timers[index]);
        due[index] = TIMER_NEVER;
    } else {
        due[index] = platform_random() % 1000;
        timer_schedule_at(&timers[index], due[index]);
    }
    CHECK(timer_scheduled(&timers[index]) == (due[index] != TIMER_NEVER));
}

static u64 earliest(void)
{
    u64 result = TIMER_NEVER;
    for (u32 i = 0; i < COUNT; i++)
        result = due[i] < result ? due[i] : result;
    return result;
}

int main(void)
{
    for (u32 i = 0; i < COUNT; i++) {
        timer_init(&timers[i], &element, run);
        due[i] = TIMER_NEVER;
    }
    CHECK(router.timers.capacity == COUNT);
    router.timers.timers = calloc(COUNT, sizeof *router.timers.timers);
    for (u32 round = 0; round < 200; round++) {
        for (u32 i = 0; i < 300; i++) {
            change();
            CHECK(timer_heap_due(&router.timers) == earliest());
        }
        last = 0;
        timer_heap_run(&router.timers, platform_random() % 1000, COUNT);
    }
    CHECK(ran > COUNT);
    return 0;
}
