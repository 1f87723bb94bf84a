/*
 * A rate kept second by second, as Click's shapers do: so many units of each second have passed, and a further one
 * may as soon as the second is old enough for it. What a second leaves over is lost, what it took too much is owed.
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

static inline void gap_rate_set(struct gap_rate *gap, u64 rate)
{
    gap->rate = rate;
    gap->started = false;
}

/* How many units a second has room for up to `part` ns of it. */
static inline u64 gap_rate_room(const struct gap_rate *gap, u64 part)
{
    return part / 1000 * gap->rate / 1000000;
}

/* Whether a unit may pass now, on the wall clock. */
static inline bool gap_rate_open(struct gap_rate *gap, u64 wall)
{
    u64 second = wall / GAP_SECOND, room = gap_rate_room(gap, wall % GAP_SECOND);
    if (!gap->started) {
        gap->started = true;
        gap->second = second;
        gap->count = (i64)room;
    } else if (second > gap->second) {
        gap->second = second;
        if (gap->count > 0)
            gap->count -= (i64)gap->rate;
    }
    return gap->rate && (i64)room >= gap->count;
}

static inline void gap_rate_use(struct gap_rate *gap, u64 units)
{
    gap->count += (i64)units;
}

/* How long a closed rate stays so, ns; a second's end opens it or brings the next look. */
static inline u64 gap_rate_wait(const struct gap_rate *gap, u64 wall)
{
    u64 part = wall % GAP_SECOND, open = GAP_SECOND;
    if (gap->rate && gap->count > 0 && (u64)gap->count < gap->rate)
        open = ((u64)gap->count * 1000000 + gap->rate - 1) / gap->rate * 1000;
    return open > part ? open - part : GAP_SECOND - part;
}
