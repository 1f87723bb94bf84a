#include "elements/VLANEncap.h"

#include "filter.h"
#include "vlan.h"

struct VLANEncap {
    struct vlan_tag tag; /* first */
    u16 ethertype;
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct VLANEncap_args *args = element->args;
    struct VLANEncap *encap = element->state;
    (void)error;
    vlan_start(&encap->tag, args->has_vlan_tci, args->vlan_tci, args->vlan_pcp, args->vlan_id, args->native_vlan);
    encap->ethertype = args->ethertype;
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    struct VLANEncap *encap = element->state;
    u16 tci = vlan_tci(&encap->tag, packet);
    bool native = vlan_is_native(&encap->tag, tci);
    if (packet->length < ETHERNET_HEADER || (!native && !packet_push(packet, VLAN_TAG))) {
        encap->drops++;
        return false;
    }
    packet->mac = packet->data;
    packet->network = packet->data + ETHERNET_HEADER + (native ? 0 : VLAN_TAG);
    if (native)
        return true;
    memmove(packet->data, packet->data + VLAN_TAG, ETHERNET_TYPE);
    store_be16(packet->data + ETHERNET_TYPE, encap->ethertype);
    store_be16(packet->data + ETHERNET_HEADER, tci);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void VLANEncap_read_ethertype(struct element *element, struct text *out)
{
    const struct VLANEncap *encap = element->state;
    text_unsigned(out, encap->ethertype);
}

static bool VLANEncap_write_ethertype(struct element *element, const char *value, u32 size, struct text *error)
{
    struct VLANEncap *encap = element->state;
    return handler_write_ether_type(value, size, &encap->ethertype, error);
}

static void VLANEncap_read_drops(struct element *element, struct text *out)
{
    const struct VLANEncap *encap = element->state;
    text_unsigned(out, encap->drops);
}

const struct element_class VLANEncap_class = {
    VLANEncap_COMMON,
    .state_size = sizeof(struct VLANEncap),
    .start = start,
    .action = action,
};
