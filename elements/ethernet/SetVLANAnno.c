#include "elements/SetVLANAnno.h"

#include "vlan.h"

static bool start(struct element *element, struct text *error)
{
    const struct SetVLANAnno_args *args = element->args;
    (void)error;
    vlan_start(element->state, args->has_vlan_tci, args->vlan_tci, args->vlan_pcp, args->vlan_id, -1);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    const struct vlan_tag *tag = element->state;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        vlan_annotate(packet, tag->tci);
}

static void SetVLANAnno_read_vlan_tci(struct element *element, struct text *out)
{
    text_unsigned(out, ((const struct vlan_tag *)element->state)->tci);
}

static bool SetVLANAnno_write_vlan_tci(struct element *element, const char *value, u32 size, struct text *error)
{
    return vlan_set_tci(element->state, false, value, size, error);
}

const struct element_class SetVLANAnno_class = {
    SetVLANAnno_COMMON,
    .state_size = sizeof(struct vlan_tag),
    .start = start,
    .action = action,
};
