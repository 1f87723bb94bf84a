#include "elements/GetIPAddress.h"

#include "ip.h"

static void from_data(struct batch *batch, u64 offset, u32 annotation)
{
    for (struct packet *packet = batch->first; packet; packet = packet->next) {
        bool there = offset + 4 <= packet->length;
        packet_set_annotation32(packet, annotation, there ? load32(packet->data + offset) : 0);
    }
}

static void from_header(struct batch *batch, u32 offset, u32 annotation)
{
    for (struct packet *packet = batch->first; packet; packet = packet->next) {
        bool there = packet_length_from(packet, packet->network) >= IP_HEADER;
        packet_set_annotation32(packet, annotation, there ? load32(packet->network + offset) : 0);
    }
}

static void action(struct element *element, struct batch *batch)
{
    const struct GetIPAddress_args *args = element->args;
    if (args->has_offset)
        from_data(batch, args->offset, args->anno.offset);
    else
        from_header(batch, args->ip, args->anno.offset);
}

const struct element_class GetIPAddress_class = {
    GetIPAddress_COMMON,
    .action = action,
};
