#include "elements/Meter.h"

#include "meter.h"

static bool check(const i32 *rates, u32 count, struct text *error)
{
    for (u32 i = 0; i < count; i++)
        if (rates[i] < 0 || (i && rates[i] <= rates[i - 1])) {
            text_string(error, "a rate must be positive and higher than the one before it");
            return false;
        }
    return true;
}

static bool start(struct element *element, struct text *error)
{
    const struct Meter_args *args = element->args;
    struct meter *meter = element->state;
    const i32 *rates = element_bytes(element, args->rates);
    if (!meter_start(element, args->rates.size / sizeof *rates, error) || !check(rates, element->noutputs - 1u, error))
        return false;
    for (u32 i = 0; i + 1 < element->noutputs; i++)
        meter->limits[i] = meter_limit(meter, (u32)rates[i]);
    return true;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch)))
        meter_send(element, packet, 1);
    output_flush(element);
}

const struct element_class Meter_class = {
    Meter_COMMON,
    .state_size = sizeof(struct meter),
    .start = start,
    .push = push,
};
