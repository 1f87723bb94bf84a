#include "elements/SetIPECN.h"

#include "ip.h"
#include "parse.h"

struct SetIPECN {
    u8 ecn;
};

/* Two for each value. */
static const char names[][8] = {"no", "-", "ect1", "ECT(1)", "ect2", "ECT(0)", "ce", "CE"};

static bool start(struct element *element, struct text *error)
{
    const struct SetIPECN_args *args = element->args;
    struct SetIPECN *set = element->state;
    (void)error;
    set->ecn = args->ecn;
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    const struct SetIPECN *set = element->state;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        if (packet_length_from(packet, packet->network) >= IP_HEADER)
            ip_set_tos(packet->network, (u8)((packet->network[IP_TOS] & ~IP_ECN) | set->ecn));
}

static void SetIPECN_read_ecn(struct element *element, struct text *out)
{
    const struct SetIPECN *set = element->state;
    text_unsigned(out, set->ecn);
}

static bool SetIPECN_write_ecn(struct element *element, const char *value, u32 size, struct text *error)
{
    struct SetIPECN *set = element->state;
    u64 ecn = set->ecn;
    for (u8 i = 0; i < sizeof names / sizeof *names; i++)
        if (parse_equal(value, size, names[i])) {
            set->ecn = i / 2;
            return true;
        }
    bool good = handler_write_unsigned(value, size, 3, &ecn, error);
    set->ecn = (u8)ecn;
    return good;
}

const struct element_class SetIPECN_class = {
    SetIPECN_COMMON,
    .state_size = sizeof(struct SetIPECN),
    .start = start,
    .action = action,
};
