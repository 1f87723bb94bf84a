#include "elements/SetIPAddress.h"

struct SetIPAddress {
    u8 address[4];
};

static bool start(struct element *element, struct text *error)
{
    const struct SetIPAddress_args *args = element->args;
    struct SetIPAddress *set = element->state;
    (void)error;
    memcpy(set->address, args->ipaddr, 4);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    const struct SetIPAddress_args *args = element->args;
    const struct SetIPAddress *set = element->state;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        packet_set_annotation32(packet, args->anno.offset, load32(set->address));
}

static void SetIPAddress_read_addr(struct element *element, struct text *out)
{
    const struct SetIPAddress *set = element->state;
    text_ip(out, set->address);
}

static bool SetIPAddress_write_addr(struct element *element, const char *value, u32 size, struct text *error)
{
    struct SetIPAddress *set = element->state;
    return handler_write_ip(value, size, set->address, error);
}

const struct element_class SetIPAddress_class = {
    SetIPAddress_COMMON,
    .state_size = sizeof(struct SetIPAddress),
    .start = start,
    .action = action,
};
