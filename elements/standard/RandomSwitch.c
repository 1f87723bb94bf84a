#include "elements/RandomSwitch.h"

#include "platform.h"

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch)))
        output_stage(element, (u32)(platform_random() >> 32) % element->noutputs, packet);
    output_flush(element);
}

const struct element_class RandomSwitch_class = {
    RandomSwitch_COMMON,
    .push = push,
};
