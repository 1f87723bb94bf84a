#include "meter.h"

bool meter_start(struct element *element, u32 limits, struct text *error)
{
    struct meter *meter = element->state;
    if (limits + 1 != element->noutputs) {
        text_string(error, "there must be one output more than rates");
        return false;
    }
    meter->rate = (struct rate){.bits = 10, .period = rate_period(router_now(element->router))};
    meter->limits = element_memory(element, element->noutputs * sizeof *meter->limits, error);
    return meter->limits != NULL;
}

void meter_send(struct element *element, struct packet *packet, u64 units)
{
    struct meter *meter = element->state;
    u32 output = 0;
    rate_add(&meter->rate, rate_period(router_now(element->router)), units);
    while (output < element->noutputs - 1u && meter->rate.average >= meter->limits[output])
        output++;
    output_stage(element, output, packet);
}

HANDLER void meter_read_rate(struct element *element, struct text *out)
{
    struct meter *meter = element->state;
    rate_advance(&meter->rate, rate_period(router_now(element->router)));
    text_fixed(out, meter->rate.average * RATE_FREQUENCY, meter->rate.bits);
}

/* As the average is compared with them; Click leaves nothing between them. */
HANDLER void meter_read_meters(struct element *element, struct text *out)
{
    const struct meter *meter = element->state;
    for (u32 i = 0; i + 1 < element->noutputs; i++) {
        if (i)
            text_char(out, '\n');
        text_fixed(out, meter->limits[i] * RATE_FREQUENCY, meter->rate.bits);
    }
}
