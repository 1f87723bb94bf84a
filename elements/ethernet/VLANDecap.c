#include "elements/VLANDecap.h"

#include "filter.h"
#include "vlan.h"

struct VLANDecap {
    u64 drops;
};

static bool passes(struct element *element, struct packet *packet)
{
    const struct VLANDecap_args *args = element->args;
    struct VLANDecap *decap = element->state;
    bool whole = packet->length >= ETHERNET_HEADER;
    bool tagged = whole && load_be16(packet->data + ETHERNET_TYPE) == args->ethertype;
    u16 tci = 0;
    if (!whole || (tagged && packet->length < ETHERNET_HEADER + VLAN_TAG)) {
        decap->drops++;
        return false;
    }
    if (tagged) {
        tci = load_be16(packet->data + ETHERNET_HEADER);
        memmove(packet->data + VLAN_TAG, packet->data, ETHERNET_TYPE);
        packet_pull(packet, VLAN_TAG);
    }
    packet->mac = packet->data;
    packet->network = packet->data + ETHERNET_HEADER;
    if (args->anno)
        vlan_annotate(packet, tci);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void VLANDecap_read_drops(struct element *element, struct text *out)
{
    const struct VLANDecap *decap = element->state;
    text_unsigned(out, decap->drops);
}

const struct element_class VLANDecap_class = {
    VLANDecap_COMMON,
    .state_size = sizeof(struct VLANDecap),
    .action = action,
};
