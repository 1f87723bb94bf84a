#include "elements/Truncate.h"

static void cut(struct packet *packet, u32 bytes, bool count)
{
    packet_take(packet, bytes);
    if (count)
        packet_set_annotation32(packet, ANNOTATION_EXTRA_LENGTH,
                                packet_annotation32(packet, ANNOTATION_EXTRA_LENGTH) + bytes);
}

static void action(struct element *element, struct batch *batch)
{
    const struct Truncate_args *args = element->args;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        if (packet->length > args->length)
            cut(packet, packet->length - args->length, args->extra_length);
}

const struct element_class Truncate_class = {
    Truncate_COMMON,
    .action = action,
};
