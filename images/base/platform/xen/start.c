/*
 * A run from its first instruction in C to its end.
 */
#include "console.h"
#include "domain.h"
#include "events.h"
#include "faults.h"
#include "hypercall.h"
#include "memory.h"
#include "netfront.h"
#include "plan-source.h"
#include "platform.h"
#include "report.h"
#include "router.h"
#include "shutdown.h"
#include "xenbus.h"

#define STUCK_AFTER 3000000000ull /* ns of waiting for backends after which we say for which */

static u64 min(u64 a, u64 b)
{
    return a < b ? a : b;
}

/* The devices that the Plan uses; none where the Plan is not one: the router will say so. */
static u32 used_devices(void)
{
    const struct plan_header *plan = plan_source.bytes;
    if (!plan)
        platform_fatal("start", plan_source.fault);
    return plan_source.size >= sizeof *plan ? plan->devices : 0;
}

static struct router *make_router(void)
{
    static char bytes[400];
    struct text error = {bytes, 0, sizeof bytes - 1, false};
    struct router *router = router_start(plan_source.bytes, plan_source.size, &error);
    if (!router)
        platform_fatal("start", bytes);
    netfront_pool = &router->pool;
    return router;
}

/* When to wake up by ourselves: ~0 never. */
static u64 deadline(const struct router *router, bool running, u64 stuck_at)
{
    return running ? router_deadline(router) : min(router_deadline(router), stuck_at);
}

static _Noreturn void run(struct router *router)
{
    /* A toolstack that connects the devices knows by itself which one does not. */
    u64 stuck_at = netfront_announces() ? ~0ull : platform_now() + STUCK_AFTER;
    for (bool running = false, fed = false;;) {
        xenbus_run();
        netfront_poll();
        if (!running && (netfront_ready() || platform_now() >= stuck_at)) {
            netfront_tell_stuck();
            report_running();
            running = true;
        }
        bool busy = router_run(router);
        if (running && !fed)
            fed = !memory_feed(&router->pool);
        netfront_publish();
        console_run(router);
        shutdown_check();
        if (!busy && (fed || !running))
            events_wait(deadline(router, running, stuck_at));
    }
}

static _Noreturn void start(void)
{
    events_start();
    console_start();
    xenbus_start();
    report_image();
    netfront_find(used_devices());
    report_plan();
    netfront_tell_addresses();
    if (!netfront_open())
        platform_fatal("start", "out of memory: rings and buffers of the devices");
    shutdown_start();
    run(make_router()); /* while the backends connect */
}

/* Entries of boot-pv.S and boot-pvh.S. */

_Noreturn void start_pv(const struct start_info *info);
_Noreturn void start_pvh(u64 info);

__attribute__((no_stack_protector)) void start_pv(const struct start_info *info)
{
    domain.pv = true;
    faults_guard_stack();
    faults_start();
    domain_start_pv(info);
    start();
}

__attribute__((no_stack_protector)) void start_pvh(u64 info)
{
    faults_guard_stack();
    faults_start();
    domain_start_pvh(info);
    start();
}
