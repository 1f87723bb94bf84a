#include "elements/SetIPDSCP.h"

#include "ip.h"

struct SetIPDSCP {
    u8 dscp;
};

static bool start(struct element *element, struct text *error)
{
    const struct SetIPDSCP_args *args = element->args;
    struct SetIPDSCP *set = element->state;
    (void)error;
    set->dscp = args->dscp;
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    const struct SetIPDSCP *set = element->state;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        if (packet_length_from(packet, packet->network) >= IP_HEADER)
            ip_set_tos(packet->network, (u8)(set->dscp << 2 | (packet->network[IP_TOS] & IP_ECN)));
}

static void SetIPDSCP_read_dscp(struct element *element, struct text *out)
{
    const struct SetIPDSCP *set = element->state;
    text_unsigned(out, set->dscp);
}

static bool SetIPDSCP_write_dscp(struct element *element, const char *value, u32 size, struct text *error)
{
    struct SetIPDSCP *set = element->state;
    u64 dscp = set->dscp;
    bool good = handler_write_unsigned(value, size, 63, &dscp, error);
    set->dscp = (u8)dscp;
    return good;
}

const struct element_class SetIPDSCP_class = {
    SetIPDSCP_COMMON,
    .state_size = sizeof(struct SetIPDSCP),
    .start = start,
    .action = action,
};
