/*
 * The clock. Virtual time stands still within a turn, goes on by TURN_COST when a turn leaves work (so that a
 * busy router cannot stop it) and else jumps to where the next thing happens: the same run every time.
 */
#include "host.h"
#include "platform.h"

#define TURN_COST 10000u /* ns */

void time_look(void)
{
    if (settings.real_time)
        settings.now = (u64)host_now();
}

void time_pass_turn(void)
{
    if (!settings.real_time)
        settings.now += TURN_COST;
}

u64 platform_now(void)
{
    return settings.now;
}

u64 platform_wall_clock(void)
{
    return settings.epoch + settings.now;
}

/* SplitMix64: a fixed sequence for each seed. */
u64 platform_random(void)
{
    u64 value = settings.seed += 0x9e3779b97f4a7c15u;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}
