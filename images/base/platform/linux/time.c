#include <time.h>

#include "host.h"
#include "platform.h"

#define SECOND 1000000000u
#define TURN 10000u

static u64 now, wall_start, real_start, random_state;
static bool is_real;

static u64 monotonic(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (u64)time.tv_sec * SECOND + (u64)time.tv_nsec;
}

void time_start(u64 wall, bool real)
{
    wall_start = wall;
    is_real = real;
    real_start = monotonic();
}

u64 platform_now(void)
{
    return is_real ? monotonic() - real_start : now;
}

u64 platform_wall_clock(void)
{
    return wall_start + platform_now();
}

void time_turn(void)
{
    now += TURN;
}

void time_wait(u64 when)
{
    u64 current = platform_now();
    if (when <= current)
        return;
    if (is_real) {
        u64 wait = when - current;
        struct timespec time = {(time_t)(wait / SECOND), (long)(wait % SECOND)};
        nanosleep(&time, NULL);
    } else {
        now = when;
    }
}

void time_seed(u64 seed)
{
    random_state = seed;
}

/* SplitMix64: the same sequence for the same seed. */
u64 platform_random(void)
{
    u64 value = random_state += 0x9e3779b97f4a7c15u;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}
