#include "elements/SetUDPChecksum.h"

#include "filter.h"
#include "ip.h"

struct SetUDPChecksum {
    u64 drops;
};

/* A checksum of 0 would say that there is none. */
static bool passes(struct element *element, struct packet *packet)
{
    struct SetUDPChecksum *set = element->state;
    u8 *network = packet->network, *header = packet->transport;
    u32 room = packet_length_from(packet, header);
    bool whole = ip_header_size(packet) && !ip_is_fragment(network) && room >= UDP_HEADER;
    u32 size = whole ? load_be16(header + UDP_LENGTH) : 0;
    if (size < UDP_HEADER || size > room) {
        set->drops++;
        return false;
    }
    store16(header + UDP_CHECKSUM, 0);
    u16 sum = ip_transport_checksum(network, header, size);
    store16(header + UDP_CHECKSUM, sum ? sum : 0xffff);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void SetUDPChecksum_read_drops(struct element *element, struct text *out)
{
    const struct SetUDPChecksum *set = element->state;
    text_unsigned(out, set->drops);
}

const struct element_class SetUDPChecksum_class = {
    SetUDPChecksum_COMMON,
    .state_size = sizeof(struct SetUDPChecksum),
    .action = action,
};
