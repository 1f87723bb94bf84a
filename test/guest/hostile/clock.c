/*
 * The guest's two clocks while Xen's words about them jump: the one that timers go by never goes back, and the one on the
 * wall neither, as packets are held until it has come to a time. That follows Xen's by a sixteenth at most.
 */
#include "harness.h"

#include <x86intrin.h>

#include "domain.h"
#include "hypercall.h"
#include "platform.h"

#define STEPS 50u
#define SECOND 1000000000ull
#define YEAR (365 * 86400 * SECOND)
#define START (56 * YEAR)

static struct shared_info shared;
struct domain domain = {.shared = &shared};
u64 boot_tsc;

static u64 uptime = SECOND, wall = START;

/* What both clocks were, each look between two at the first. */
struct look {
    u64 before, wall, after;
};

/* A nanosecond for each tick of the processor, from now on. */
static void tell(void)
{
    struct vcpu_time_info *time = &shared.vcpu_info[0].time;
    time->system_time = uptime;
    time->tsc_timestamp = __rdtsc();
    time->tsc_to_system_mul = 0x80000000u;
    time->tsc_shift = 1;
    shared.wc_sec = (u32)(wall / SECOND);
    shared.wc_sec_hi = (u32)(wall / SECOND >> 32);
    shared.wc_nsec = (u32)(wall % SECOND);
}

static struct look look(void)
{
    struct look seen;
    tell();
    seen.before = platform_now();
    seen.wall = platform_wall_clock();
    seen.after = platform_now();
    return seen;
}

static void require_steady(const struct look *old, const struct look *new)
{
    u64 least = new->before - old->after, most = new->after - old->before;
    REQUIRE(new->before >= old->after && new->after >= new->before);
    REQUIRE(new->wall >= old->wall + least - least / 16);
    REQUIRE(new->wall <= old->wall + most + most / 16);
}

static u64 distance(u64 a, u64 b)
{
    return a > b ? a - b : b - a;
}

static void run_round(void)
{
    static struct look old;
    if (!old.before) {
        old = look();
        REQUIRE(old.wall >= START + old.before && old.wall <= START + old.after);
    }
    for (u32 i = 0; i < STEPS; i++) {
        uptime += random64() % (10 * SECOND);
        if (rarely(5))
            uptime -= random64() % SECOND;
        if (rarely(5))
            wall = START - 10 * YEAR + random64() % (20 * YEAR);
        struct look new = look();
        require_steady(&old, &new);
        old = new;
    }
    /* A clock that is a second wrong is right soon. */
    wall = old.wall - old.after + SECOND;
    uptime = old.after + 18 * SECOND;
    struct look new = look();
    REQUIRE(distance(new.wall, wall + new.before) <= new.after - new.before);
    old = new;
}
