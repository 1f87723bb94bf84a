#include "elements/StoreIPAddress.h"

#include "filter.h"
#include "ip.h"

struct StoreIPAddress {
    u64 drops;
};

/* A checksum follows four bytes that change. */
static void update(u8 *checksum, u32 before, u32 after)
{
    checksum_update(checksum, (u16)before, (u16)after);
    checksum_update(checksum, (u16)(before >> 16), (u16)(after >> 16));
}

/* The checksums of TCP and UDP cover the addresses. */
static void store_in_header(struct packet *packet, u32 offset, u32 address)
{
    u8 *header = packet->network, *transport = packet->transport;
    u32 before = load32(header + offset), size = packet_length_from(packet, transport);
    store32(header + offset, address);
    update(header + IP_CHECKSUM, before, address);
    if (!ip_is_first(header))
        return;
    if (header[IP_PROTOCOL] == PROTOCOL_TCP && size >= TCP_HEADER)
        update(transport + TCP_CHECKSUM, before, address);
    if (header[IP_PROTOCOL] == PROTOCOL_UDP && size >= UDP_HEADER && load16(transport + UDP_CHECKSUM))
        update(transport + UDP_CHECKSUM, before, address);
}

/* The options, where there are any, need not be there. */
static bool has_header(const struct packet *packet)
{
    return packet_length_from(packet, packet->network) >= IP_HEADER && (packet->network[0] & 15) * 4u >= IP_HEADER;
}

static bool passes(struct element *element, struct packet *packet)
{
    const struct StoreIPAddress_args *args = element->args;
    struct StoreIPAddress *store = element->state;
    u32 annotation = packet_annotation32(packet, ANNOTATION_DST_IP);
    u32 address = args->has_addr ? load32(args->addr) : annotation;
    if (args->offset < 0 && has_header(packet)) {
        store_in_header(packet, (u32)-args->offset, address);
        return true;
    }
    if (args->offset >= 0 && (args->has_addr || annotation) && (u64)args->offset + 4 <= packet->length) {
        store32(packet->data + args->offset, address);
        return true;
    }
    store->drops++;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void StoreIPAddress_read_drops(struct element *element, struct text *out)
{
    const struct StoreIPAddress *store = element->state;
    text_unsigned(out, store->drops);
}

const struct element_class StoreIPAddress_class = {
    StoreIPAddress_COMMON,
    .state_size = sizeof(struct StoreIPAddress),
    .action = action,
};
