#include "router.h"

void timer_init(struct timer *timer, struct element *element, timer_function *run)
{
    struct timer_heap *heap = &element->router->timers;
    if (timer->heap)
        return; /* start() has been here before: its arguments are new */
    *timer = (struct timer){.heap = heap, .element = element, .run = run};
    heap->capacity++; /* the router makes room for all before the first is scheduled */
}

static void place(struct timer_heap *heap, u32 at, struct timer *timer)
{
    heap->timers[at] = timer;
    timer->position = at + 1;
}

static void sift_up(struct timer_heap *heap, u32 at, struct timer *timer)
{
    while (at) {
        u32 parent = (at - 1) / 2;
        if (heap->timers[parent]->due <= timer->due)
            break;
        place(heap, at, heap->timers[parent]);
        at = parent;
    }
    place(heap, at, timer);
}

static void sift_down(struct timer_heap *heap, u32 at, struct timer *timer)
{
    for (;;) {
        u32 child = 2 * at + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && heap->timers[child + 1]->due < heap->timers[child]->due)
            child++;
        if (timer->due <= heap->timers[child]->due)
            break;
        place(heap, at, heap->timers[child]);
        at = child;
    }
    place(heap, at, timer);
}

/* Puts the timer where a hole is. */
static void settle(struct timer_heap *heap, u32 hole, struct timer *timer)
{
    if (hole && timer->due < heap->timers[(hole - 1) / 2]->due)
        sift_up(heap, hole, timer);
    else
        sift_down(heap, hole, timer);
}

void timer_cancel(struct timer *timer)
{
    struct timer_heap *heap = timer->heap;
    if (!timer->position)
        return;
    u32 hole = timer->position - 1;
    struct timer *last = heap->timers[--heap->count];
    timer->position = 0;
    if (last != timer)
        settle(heap, hole, last);
}

void timer_schedule_at(struct timer *timer, u64 due)
{
    struct timer_heap *heap = timer->heap;
    timer->due = due;
    if (timer->position)
        settle(heap, timer->position - 1, timer);
    else
        sift_up(heap, heap->count++, timer);
}

void timer_schedule_after(struct timer *timer, u64 nanoseconds)
{
    u64 now = router_now(timer->element->router);
    timer_schedule_at(timer, now + nanoseconds < now ? TIMER_NEVER : now + nanoseconds);
}

void timer_heap_run(struct timer_heap *heap, u64 now, u32 limit)
{
    while (limit-- && timer_heap_due(heap) <= now && heap->count) {
        struct timer *timer = heap->timers[0];
        timer_cancel(timer);
        timer->run(timer->element, timer);
    }
}
