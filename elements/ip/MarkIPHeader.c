#include "elements/MarkIPHeader.h"

/* Where no header can be, none is marked: elements behind this one see a packet without. */
static void mark(struct packet *packet, i64 offset)
{
    i64 front = -(i64)packet_headroom(packet);
    packet->network = packet->transport = NULL;
    if (offset < front || offset >= (i64)packet->length)
        return;
    packet->network = packet->data + offset;
    packet->transport = packet->network + (*packet->network & 15) * 4;
}

static void action(struct element *element, struct batch *batch)
{
    const struct MarkIPHeader_args *args = element->args;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        mark(packet, args->offset);
}

const struct element_class MarkIPHeader_class = {
    MarkIPHeader_COMMON,
    .action = action,
};
