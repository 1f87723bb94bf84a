#include "rate.h"

#define SHIFT 4u
#define FORGOTTEN 100u /* after so many empty periods nothing is left */

static void average(struct rate *rate, u64 events)
{
    i64 difference = (i64)(events << rate->bits) - (i64)rate->average + (1 << (SHIFT - 1));
    rate->average += (u64)(difference >> SHIFT);
}

void rate_advance(struct rate *rate, u64 period)
{
    if (period == rate->period)
        return;
    u64 empty = period - rate->period - 1;
    average(rate, rate->total);
    if (empty >= FORGOTTEN)
        rate->average = 0;
    else
        while (empty--)
            average(rate, 0);
    rate->total = 0;
    rate->period = period;
}
