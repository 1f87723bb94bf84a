#include "elements/DropBroadcasts.h"

#include "filter.h"

struct DropBroadcasts {
    u64 drops;
};

static bool passes(struct element *element, struct packet *packet)
{
    struct DropBroadcasts *filter = element->state;
    bool broadcast = packet->type == PACKET_BROADCAST || packet->type == PACKET_MULTICAST;
    if (!broadcast)
        return true;
    if (!filter->drops++) {
        text_string(router_log(element->router), "DropBroadcasts: dropped a packet");
        router_log_end(element->router);
    }
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void DropBroadcasts_read_drops(struct element *element, struct text *out)
{
    const struct DropBroadcasts *filter = element->state;
    text_unsigned(out, filter->drops);
}

const struct element_class DropBroadcasts_class = {
    DropBroadcasts_COMMON,
    .state_size = sizeof(struct DropBroadcasts),
    .action = action,
};
