#include "copies.h"

u32 copies_push(struct element *element, u32 output, const struct batch *batch)
{
    struct batch copies = BATCH_EMPTY;
    u32 lost = 0;
    for (const struct packet *packet = batch->first; packet; packet = packet->next) {
        struct packet *copy = packet_clone(&element->router->pool, packet);
        if (copy)
            batch_append(&copies, copy);
        else
            lost++;
    }
    output_push(element, output, &copies);
    return lost;
}
