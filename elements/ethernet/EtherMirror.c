#include "elements/EtherMirror.h"

#include "headers.h"

/* A packet too short for two addresses passes as it is. */
static void action(struct element *element, struct batch *batch)
{
    (void)element;
    for (struct packet *packet = batch->first; packet; packet = packet->next) {
        u8 address[6];
        if (packet->length < ETHERNET_TYPE)
            continue;
        memcpy(address, packet->data + ETHERNET_DESTINATION, 6);
        memcpy(packet->data + ETHERNET_DESTINATION, packet->data + ETHERNET_SOURCE, 6);
        memcpy(packet->data + ETHERNET_SOURCE, address, 6);
    }
}

const struct element_class EtherMirror_class = {
    EtherMirror_COMMON,
    .action = action,
};
