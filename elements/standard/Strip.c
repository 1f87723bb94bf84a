#include "elements/Strip.h"

/* A packet shorter than that becomes empty, as in Click. */
static void action(struct element *element, struct batch *batch)
{
    const struct Strip_args *args = element->args;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        packet_pull(packet, args->length < packet->length ? args->length : packet->length);
}

const struct element_class Strip_class = {
    Strip_COMMON,
    .action = action,
};
