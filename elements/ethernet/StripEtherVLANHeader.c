#include "elements/StripEtherVLANHeader.h"

#include "filter.h"
#include "vlan.h"

struct StripEtherVLANHeader {
    u64 drops;
};

static bool strip(struct packet *packet, i32 native)
{
    if (packet->length < ETHERNET_HEADER)
        return false;
    bool tagged = load_be16(packet->data + ETHERNET_TYPE) == VLAN_ETHERTYPE;
    u32 size = ETHERNET_HEADER + (tagged ? VLAN_TAG : 0);
    if (packet->length < size || (!tagged && native < 0))
        return false;
    vlan_annotate(packet, tagged ? load_be16(packet->data + ETHERNET_HEADER) : (u16)native);
    packet_pull(packet, size);
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    const struct StripEtherVLANHeader_args *args = element->args;
    struct StripEtherVLANHeader *state = element->state;
    if (strip(packet, args->native_vlan))
        return true;
    state->drops += element->noutputs < 2;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void StripEtherVLANHeader_read_drops(struct element *element, struct text *out)
{
    const struct StripEtherVLANHeader *state = element->state;
    text_unsigned(out, state->drops);
}

const struct element_class StripEtherVLANHeader_class = {
    StripEtherVLANHeader_COMMON,
    .state_size = sizeof(struct StripEtherVLANHeader),
    .action = action,
};
