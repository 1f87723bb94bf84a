/*
 * A router: the elements of one Plan, their tasks, timers and packets. A platform makes one and gives it turns.
 *
 *     router = router_start(plan, size, &error);
 *     for (;;)
 *         if (!router_run(router))
 *             sleep until router_deadline(router), a device or control input wakes us;
 */
#pragma once

#include "element.h"

struct control;

struct router {
    const struct plan_header *plan;
    struct element root; /* carries the handlers that belong to no element */
    struct element *elements;
    u32 element_count;
    u32 burst;  /* most packets that a source takes in one go; 1 gives Click's own order of packets */
    u32 depth;  /* push calls on the C stack now */
    u64 now;    /* platform_now() at the start of this turn */
    struct task_queue tasks;
    struct timer_heap timers;
    struct port *deferred, **deferred_end; /* outputs whose packets wait for the next turn */
    u64 deferrals;
    u16 icmp_errors; /* that were made: their IP ids */
    struct packet_pool pool;
    struct text log;    /* the line under construction: see router_log() */
    struct control *control;
    u32 handler_number; /* see handler_find() */
    struct text script_text; /* where all scripts expand their texts */
    u32 scripts; /* and their texts that are at work, one inside of the other */
    u32 visits; /* searches through the ports so far */
    i32 runs;   /* Click's runcount: 1, and less with each who wants to stop */
    bool stopped;

    /* Asked before the router stops: it may go on. NULL: nobody. */
    struct element *driver;
    void (*ask_driver)(struct element *driver);
};

/* Checks the Plan and starts its elements; NULL: `error` says why. */
struct router *router_start(const void *plan, u64 size, struct text *error);

/* One bounded turn: deferred packets, due timers, waiting tasks. True while work is left. */
bool router_run(struct router *router);

/* When the next timer is due on platform_now()'s clock; TIMER_NEVER when none is. */
u64 router_deadline(const struct router *router);

/* Bytes of control input (lines of the ControlSocket protocol) in pieces of any size; answers go to platform_answer(). */
void control_input(struct router *router, const char *bytes, u32 size);

/* An element asks for the end of the run, as Click's please_stop_driver(). */
void router_stop(struct router *router);

/* The element of that name; a number counts from 1. NULL: none. */
struct element *router_find(const struct router *router, const char *name, u32 size);

/* The time of this turn on platform_now()'s clock, ns. */
static inline u64 router_now(const struct router *router)
{
    return router->now;
}

/* Most packets that an element moves in one go: turns stay short, whatever an argument asks for. */
#define ROUTER_BURST_MAX 1024u

/* How many packets an element moves in one go whose argument asks for `wanted`. */
static inline u32 router_burst(const struct router *router, u32 wanted)
{
    u32 burst = wanted > router->burst ? wanted : router->burst;
    return burst < ROUTER_BURST_MAX ? burst : ROUTER_BURST_MAX;
}

/* An empty line for the log; router_log_end() writes it. */
struct text *router_log(struct router *router);
void router_log_end(struct router *router);

/* Whether no path of pull ports is too deep or closed to a circle: pulls are calls. */
bool router_check_pulls(struct router *router, struct text *error);

/* plan.c: whether the Plan can be run by this base image; false: one line in `error`. */
bool plan_check(const void *plan, u64 size, struct text *error);

/* The bytes that an argument refers to. */
static inline const void *element_bytes(const struct element *element, struct plan_bytes bytes)
{
    return (const u8 *)element->router->plan + bytes.offset;
}

static inline void element_free(struct element *element, struct packet *packet)
{
    packet_free(&element->router->pool, packet);
}
