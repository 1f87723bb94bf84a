#include "elements/SetTCPChecksum.h"

#include "filter.h"
#include "ip.h"

struct SetTCPChecksum {
    u64 drops;
};

static void fix_offset(const u8 *network, u8 *header, u32 size)
{
    u32 words = header[TCP_OFFSET] >> 4;
    if (words * 4 < TCP_HEADER)
        words = TCP_HEADER / 4;
    else if (words * 4 > size && !ip_is_fragment(network))
        words = size / 4;
    header[TCP_OFFSET] = (u8)(words << 4 | (header[TCP_OFFSET] & 15));
}

static bool passes(struct element *element, struct packet *packet)
{
    const struct SetTCPChecksum_args *args = element->args;
    struct SetTCPChecksum *set = element->state;
    u32 network_size = ip_header_size(packet), room = packet_length_from(packet, packet->transport);
    u32 total = network_size ? load_be16(packet->network + IP_LENGTH) : 0;
    if (total < network_size + TCP_HEADER || total - network_size > room) {
        set->drops++;
        return false;
    }
    u8 *header = packet->transport;
    u32 size = total - network_size;
    if (args->fixoff)
        fix_offset(packet->network, header, size);
    store16(header + TCP_CHECKSUM, 0);
    store16(header + TCP_CHECKSUM, ip_transport_checksum(packet->network, header, size));
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void SetTCPChecksum_read_drops(struct element *element, struct text *out)
{
    const struct SetTCPChecksum *set = element->state;
    text_unsigned(out, set->drops);
}

const struct element_class SetTCPChecksum_class = {
    SetTCPChecksum_COMMON,
    .state_size = sizeof(struct SetTCPChecksum),
    .action = action,
};
