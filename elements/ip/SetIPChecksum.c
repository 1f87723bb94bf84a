#include "elements/SetIPChecksum.h"

#include "filter.h"
#include "ip.h"

struct SetIPChecksum {
    u64 drops;
};

static bool passes(struct element *element, struct packet *packet)
{
    struct SetIPChecksum *set = element->state;
    u8 *marked = packet->network;
    if (!marked)
        packet->network = packet->data;
    u32 size = ip_header_size(packet);
    if (size) {
        ip_set_checksum(packet->network, size);
    } else if (!set->drops++) {
        text_string(router_log(element->router), "SetIPChecksum: bad input packet");
        router_log_end(element->router);
    }
    packet->network = marked;
    return size;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void SetIPChecksum_read_drops(struct element *element, struct text *out)
{
    const struct SetIPChecksum *set = element->state;
    text_unsigned(out, set->drops);
}

const struct element_class SetIPChecksum_class = {
    SetIPChecksum_COMMON,
    .state_size = sizeof(struct SetIPChecksum),
    .action = action,
};
