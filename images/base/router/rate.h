/*
 * Click's moving average of a rate: every millisecond the events of the one before go into an average whose
 * half-life is about eleven of them. `bits` of the average are behind the point.
 */
#pragma once

#include "types.h"

#define RATE_PERIOD 1000000u /* ns */
#define RATE_FREQUENCY 1000u /* periods a second */

struct rate {
    u64 average; /* events a period, scaled */
    u64 total;   /* events of this period */
    u64 period;
    u32 bits;
};

static inline u64 rate_period(u64 nanoseconds)
{
    return nanoseconds / RATE_PERIOD;
}

/* Brings the average up to that period. */
void rate_advance(struct rate *rate, u64 period);

/* Counts events; most calls fall into the same period as the last. */
static inline void rate_add(struct rate *rate, u64 period, u64 events)
{
    if (period != rate->period)
        rate_advance(rate, period);
    rate->total += events;
}
