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

/* Brings the average up to the period of `now` (ns). */
void rate_advance(struct rate *rate, u64 now);

/* Counts events; most calls fall into the same period as the last. */
static inline void rate_add(struct rate *rate, u64 now, u64 events)
{
    if (now / RATE_PERIOD != rate->period)
        rate_advance(rate, now);
    rate->total += events;
}
