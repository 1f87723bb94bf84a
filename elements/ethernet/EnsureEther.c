#include "elements/EnsureEther.h"

#include "filter.h"
#include "headers.h"

#define ETHERTYPE_IP6 0x86dd

struct EnsureEther {
    u64 drops;
};

static bool holds_ip(const u8 *header)
{
    u16 type = load_be16(header + ETHERNET_TYPE);
    return type == ETHERTYPE_IP || type == ETHERTYPE_IP6;
}

static bool encapsulate(const struct EnsureEther_args *args, struct packet *packet)
{
    if (!packet_push(packet, ETHERNET_HEADER))
        return false;
    memcpy(packet->data + ETHERNET_DESTINATION, args->dst, 6);
    memcpy(packet->data + ETHERNET_SOURCE, args->src, 6);
    store_be16(packet->data + ETHERNET_TYPE, args->ethertype);
    packet->mac = packet->data;
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    struct EnsureEther *ensure = element->state;
    u8 *network = packet->network;
    if (!packet_length_from(packet, network) || network < packet->data)
        return true;
    u32 offset = (u32)(network - packet->data);
    if (offset == ETHERNET_HEADER && holds_ip(packet->data))
        return true;
    /* What lies before the data is a header only where one was there and has been stripped. */
    bool stripped = !offset && packet->mac && packet->mac + ETHERNET_HEADER == network && holds_ip(packet->mac);
    if (stripped)
        return packet_push(packet, ETHERNET_HEADER);
    packet_pull(packet, offset);
    if (encapsulate(element->args, packet))
        return true;
    ensure->drops++;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void EnsureEther_read_drops(struct element *element, struct text *out)
{
    const struct EnsureEther *ensure = element->state;
    text_unsigned(out, ensure->drops);
}

const struct element_class EnsureEther_class = {
    EnsureEther_COMMON,
    .state_size = sizeof(struct EnsureEther),
    .action = action,
};
