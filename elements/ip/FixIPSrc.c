#include "elements/FixIPSrc.h"

#include "ip.h"

static void fix(struct packet *packet, const u8 address[4])
{
    u32 size = ip_header_size(packet);
    if (!size)
        return;
    packet->annotations[ANNOTATION_FIX_IP_SRC] = 0;
    memcpy(packet->network + IP_SOURCE, address, 4);
    ip_set_checksum(packet->network, size);
}

static void action(struct element *element, struct batch *batch)
{
    const struct FixIPSrc_args *args = element->args;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        if (packet->annotations[ANNOTATION_FIX_IP_SRC])
            fix(packet, args->ipaddr);
}

const struct element_class FixIPSrc_class = {
    FixIPSrc_COMMON,
    .action = action,
};
