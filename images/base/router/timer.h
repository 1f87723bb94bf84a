/*
 * Timers: a heap whose room is settled before the first packet: every timer says at start that it exists.
 *
 * timer_init() belongs into an element's start(), the rest into ready() and behind it.
 */
#pragma once

#include "types.h"

struct element;
struct timer;

typedef void timer_function(struct element *element, struct timer *timer);

#define TIMER_NEVER (~(u64)0)

struct timer_heap {
    struct timer **timers;
    u32 count, capacity;
};

struct timer {
    u64 due; /* on platform_now()'s clock, ns */
    struct timer_heap *heap;
    struct element *element;
    timer_function *run;
    u32 position; /* in the heap, plus 1; 0: not scheduled */
};

void timer_init(struct timer *timer, struct element *element, timer_function *run);

/* Schedules or moves the timer. */
void timer_schedule_at(struct timer *timer, u64 due);

/* The same, counted from this turn's router_now(). */
void timer_schedule_after(struct timer *timer, u64 nanoseconds);

void timer_cancel(struct timer *timer);

static inline bool timer_scheduled(const struct timer *timer)
{
    return timer->position != 0;
}

/* When the next timer is due; TIMER_NEVER when none is scheduled. */
static inline u64 timer_heap_due(const struct timer_heap *heap)
{
    return heap->count ? heap->timers[0]->due : TIMER_NEVER;
}

/* Runs what is due at `now`, at most `limit` timers; each is off when its function is called. */
void timer_heap_run(struct timer_heap *heap, u64 now, u32 limit);
