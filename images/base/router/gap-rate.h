/*
 * A rate kept second by second, as Click's shapers do: so many units of each second have passed, and a further one
 * may as soon as the second is old enough for it. What it leaves over, or takes too much, counts in the next one.
 */
#pragma once

#include "types.h"

#define GAP_SECOND 1000000000u /* ns */

struct gap_rate {
    u64 rate; /* units a second; at most 2^32 */
    i64 count;
    u64 second;
    bool started;
};

/* How many units a second has room for up to `part` ns of it. */
static inline u64 gap_rate_room(const struct gap_rate *gap, u64 part)
{
    return part / 1000 * gap->rate / 1000000;
}

static inline void gap_rate_set(struct gap_rate *gap, u64 rate, u64 now)
{
    if (gap->rate == rate)
        return;
    gap->rate = rate;
    gap->count = (i64)gap_rate_room(gap, now % GAP_SECOND);
}

/* Whether a unit may pass now. */
static inline bool gap_rate_open(struct gap_rate *gap, u64 now)
{
    u64 second = now / GAP_SECOND, room = gap_rate_room(gap, now % GAP_SECOND);
    if (!gap->started) {
        gap->started = true;
        gap->second = second;
        /* The next may pass where less than half of its gap is over. */
        gap->count = (i64)(room + (now % GAP_SECOND / 1000 * gap->rate % 1000000 > 500000));
    } else if (second > gap->second) {
        gap->second = second;
        if (gap->count > 0)
            gap->count -= (i64)gap->rate;
    }
    return gap->rate && (i64)room >= gap->count;
}

/* The same: how many things of at most `each` units surely may. */
static inline u32 gap_rate_packets(struct gap_rate *gap, u64 now, u32 each, u32 max)
{
    if (!gap_rate_open(gap, now))
        return 0;
    u64 spare = (u64)((i64)gap_rate_room(gap, now % GAP_SECOND) - gap->count) / each;
    return spare >= max ? max : (u32)spare + 1;
}

static inline void gap_rate_use(struct gap_rate *gap, u64 units)
{
    gap->count += (i64)units;
}

/* How long a closed rate stays so, ns; a second's end opens it or brings the next look. */
static inline u64 gap_rate_wait(const struct gap_rate *gap, u64 now)
{
    u64 part = now % GAP_SECOND, open = GAP_SECOND;
    if (gap->rate && gap->count > 0 && (u64)gap->count < gap->rate)
        open = ((u64)gap->count * 1000000 + gap->rate - 1) / gap->rate * 1000;
    return open > part ? open - part : GAP_SECOND - part;
}
