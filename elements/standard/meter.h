/* Meter and BandwidthMeter: sort packets by how fast they come. */
#pragma once

#include "element.h"
#include "rate.h"

struct meter {
    struct rate rate;
    u64 *limits; /* of the average of a period, each more than the one before; one less than outputs */
};

/* Takes memory for as many limits as the list has records, which the caller fills in with meter_limit(). */
bool meter_start(struct element *element, u32 limits, struct text *error);

/* What the average is at so many units a second. */
static inline u64 meter_limit(const struct meter *meter, u64 rate)
{
    return (rate << meter->rate.bits) / RATE_FREQUENCY;
}

/* Sends a packet of so many units on. */
void meter_send(struct element *element, struct packet *packet, u64 units);
