#include "elements/BandwidthMeter.h"

#include "meter.h"

static bool start(struct element *element, struct text *error)
{
    const struct BandwidthMeter_args *args = element->args;
    struct meter *meter = element->state;
    const u64 *rates = element_bytes(element, args->rates);
    if (!meter_start(element, args->rates.size / sizeof *rates, error))
        return false;
    for (u32 i = 0; i + 1 < element->noutputs; i++)
        meter->limits[i] = meter_limit(meter, rates[i]);
    return true;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch)))
        meter_send(element, packet, packet->length);
    output_flush(element);
}

const struct element_class BandwidthMeter_class = {
    BandwidthMeter_COMMON,
    .state_size = sizeof(struct meter),
    .start = start,
    .push = push,
};
