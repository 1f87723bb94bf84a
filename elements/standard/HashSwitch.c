#include "elements/HashSwitch.h"

/* Click's own sum, so that packets leave where they would there. */
static u32 choose(const struct element *element, const struct packet *packet)
{
    const struct HashSwitch_args *args = element->args;
    u32 count = element->noutputs, sum = 0;
    if ((u64)(u32)args->offset + (u32)args->length > packet->length)
        return 0;
    for (u32 i = 0; i < (u32)args->length; i++)
        sum += packet->data[(u32)args->offset + i];
    if (count == 2 || count == 4 || count == 8)
        return (sum ^ sum >> 4) & (count - 1);
    return sum % count;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch)))
        output_stage(element, choose(element, packet), packet);
    output_flush(element);
}

const struct element_class HashSwitch_class = {
    HashSwitch_COMMON,
    .push = push,
};
