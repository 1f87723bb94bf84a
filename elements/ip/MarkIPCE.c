#include "elements/MarkIPCE.h"

#include "filter.h"
#include "ip.h"

struct MarkIPCE {
    u64 drops;
};

static bool passes(struct element *element, struct packet *packet)
{
    const struct MarkIPCE_args *args = element->args;
    struct MarkIPCE *mark = element->state;
    bool whole = packet_length_from(packet, packet->network) >= IP_HEADER;
    u8 tos = whole ? packet->network[IP_TOS] : 0;
    if (!whole || ((tos & IP_ECN) == IP_ECN_NOT_CAPABLE && !args->force)) {
        mark->drops++;
        return false;
    }
    if ((tos & IP_ECN) != IP_ECN_CE)
        ip_set_tos(packet->network, tos | IP_ECN_CE);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void MarkIPCE_read_drops(struct element *element, struct text *out)
{
    const struct MarkIPCE *mark = element->state;
    text_unsigned(out, mark->drops);
}

const struct element_class MarkIPCE_class = {
    MarkIPCE_COMMON,
    .state_size = sizeof(struct MarkIPCE),
    .action = action,
};
