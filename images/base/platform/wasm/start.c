/* The simulator's main program, in pieces that the host calls. */
#include "host.h"
#include "platform.h"
#include "router.h"

enum { ANSWER = 16 * 1024 * 1024 };

/* Why simulator_run() came back: turns used up, stopped by an element, nothing can happen any more, ... */
enum { RUN_MORE, RUN_STOPPED, RUN_IDLE, RUN_DRAINED, RUN_UNTIL, RUN_WAIT };

struct settings settings;

static struct router *router;
static struct text answer; /* errors and values for the host */
static bool stopped;
static u64 moved;         /* the clock when a packet was last seen to move */
static u32 packets_alive; /* in the pool at that time */

struct settings *EXPORT(settings) simulator_settings(void)
{
    return &settings;
}

/* Room for the Plan or for what is written to a handler. */
void *EXPORT(memory_take) simulator_memory(u32 size)
{
    return memory_take(size);
}

struct text *EXPORT(answer) simulator_answer(void)
{
    return &answer;
}

void platform_stop(void)
{
    stopped = true;
}

struct router *simulator_router(void)
{
    return router;
}

/* true, or the answer says why not. */
bool EXPORT(start) simulator_start(const void *plan, u32 size)
{
    answer = (struct text){.bytes = memory_take(ANSWER), .capacity = ANSWER};
    if (!answer.bytes)
        return false;
    if (!plan_check(plan, size, &answer) || !devices_make(((const struct plan_header *)plan)->devices, &answer))
        return false;
    router = router_start(plan, size, &answer);
    if (router)
        router->burst = settings.burst;
    return router != NULL;
}

/* Whether, behind the end of the inputs, no packet moves any more before `next`. */
static bool drained(u64 arrival, u64 next)
{
    if (arrival != TIMER_NEVER || router->pool.used != packets_alive) {
        packets_alive = router->pool.used;
        moved = settings.now;
    }
    return arrival == TIMER_NEVER && devices_have_inputs() && next - moved > settings.drain;
}

/* Nothing waits for a turn: when does something? */
static u32 sleep(void)
{
    u64 arrival = devices_next_arrival(), timer = router_deadline(router);
    u64 next = arrival < timer ? arrival : timer;
    if (next == TIMER_NEVER)
        return RUN_IDLE;
    if (drained(arrival, next))
        return RUN_DRAINED;
    settings.deadline = next < settings.until ? next : settings.until;
    if (settings.deadline <= settings.now)
        return RUN_MORE;
    if (settings.real_time)
        return RUN_WAIT;
    settings.now = settings.deadline;
    return RUN_MORE;
}

static u32 turn(void)
{
    time_look();
    if (settings.now >= settings.until)
        return RUN_UNTIL;
    devices_arrive();
    settings.turns++;
    bool busy = router_run(router);
    if (stopped)
        return RUN_STOPPED;
    if (!busy)
        return sleep();
    time_pass_turn();
    return RUN_MORE;
}

/* Gives the router at most `turns` turns. */
u32 EXPORT(run) simulator_run(u32 turns)
{
    u32 reason = RUN_MORE;
    while (reason == RUN_MORE && turns--)
        reason = turn();
    channels_flush();
    return reason;
}
