#include "elements/StripToNetworkHeader.h"

/* The bytes in front of the data are the packet's own, so there always is room for a header that lies there. */
static void action(struct element *element, struct batch *batch)
{
    (void)element;
    for (struct packet *packet = batch->first; packet; packet = packet->next) {
        u32 length = packet_length_from(packet, packet->network);
        if (!length)
            continue;
        packet->data = packet->network;
        packet->length = length;
    }
}

const struct element_class StripToNetworkHeader_class = {
    StripToNetworkHeader_COMMON,
    .action = action,
};
