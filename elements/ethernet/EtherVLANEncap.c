#include "elements/EtherVLANEncap.h"

#include "filter.h"
#include "vlan.h"

struct EtherVLANEncap {
    struct vlan_tag tag; /* first */
    u16 ethertype;
    u8 addresses[12]; /* as a header begins */
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct EtherVLANEncap_args *args = element->args;
    struct EtherVLANEncap *encap = element->state;
    (void)error;
    vlan_start(&encap->tag, args->has_vlan_tci, args->vlan_tci, args->vlan_pcp, args->vlan_id, args->native_vlan);
    encap->ethertype = args->ethertype;
    memcpy(encap->addresses + ETHERNET_DESTINATION, args->dst, 6);
    memcpy(encap->addresses + ETHERNET_SOURCE, args->src, 6);
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    struct EtherVLANEncap *encap = element->state;
    u16 tci = vlan_tci(&encap->tag, packet);
    u32 tag = vlan_is_native(&encap->tag, tci) ? 0 : VLAN_TAG;
    if (!packet_push(packet, ETHERNET_HEADER + tag)) {
        encap->drops++;
        return false;
    }
    packet->mac = packet->data;
    packet->network = packet->data + ETHERNET_HEADER + tag;
    memcpy(packet->data, encap->addresses, sizeof encap->addresses);
    if (tag) {
        store_be16(packet->data + ETHERNET_TYPE, VLAN_ETHERTYPE);
        store_be16(packet->data + ETHERNET_HEADER, tci);
    }
    store_be16(packet->data + ETHERNET_TYPE + tag, encap->ethertype);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void EtherVLANEncap_read_src(struct element *element, struct text *out)
{
    const struct EtherVLANEncap *encap = element->state;
    text_ethernet(out, encap->addresses + ETHERNET_SOURCE);
}

static bool EtherVLANEncap_write_src(struct element *element, const char *value, u32 size, struct text *error)
{
    struct EtherVLANEncap *encap = element->state;
    return handler_write_ethernet(value, size, encap->addresses + ETHERNET_SOURCE, error);
}

static void EtherVLANEncap_read_dst(struct element *element, struct text *out)
{
    const struct EtherVLANEncap *encap = element->state;
    text_ethernet(out, encap->addresses + ETHERNET_DESTINATION);
}

static bool EtherVLANEncap_write_dst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct EtherVLANEncap *encap = element->state;
    return handler_write_ethernet(value, size, encap->addresses + ETHERNET_DESTINATION, error);
}

static void EtherVLANEncap_read_ethertype(struct element *element, struct text *out)
{
    const struct EtherVLANEncap *encap = element->state;
    text_unsigned(out, encap->ethertype);
}

static bool EtherVLANEncap_write_ethertype(struct element *element, const char *value, u32 size, struct text *error)
{
    struct EtherVLANEncap *encap = element->state;
    return handler_write_ether_type(value, size, &encap->ethertype, error);
}

static void EtherVLANEncap_read_drops(struct element *element, struct text *out)
{
    const struct EtherVLANEncap *encap = element->state;
    text_unsigned(out, encap->drops);
}

const struct element_class EtherVLANEncap_class = {
    EtherVLANEncap_COMMON,
    .state_size = sizeof(struct EtherVLANEncap),
    .start = start,
    .action = action,
};
