#include "elements/StripIPHeader.h"

#include "filter.h"
#include "ip.h"

struct StripIPHeader {
    u64 drops;
};

/* The header may lie in front of the data, where an earlier strip left it. */
static bool passes(struct element *element, struct packet *packet)
{
    struct StripIPHeader *strip = element->state;
    u32 size = ip_header_size(packet);
    if (!size) {
        strip->drops++;
        return false;
    }
    packet->length = packet_length_from(packet, packet->network) - size;
    packet->data = packet->network + size;
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void StripIPHeader_read_drops(struct element *element, struct text *out)
{
    const struct StripIPHeader *strip = element->state;
    text_unsigned(out, strip->drops);
}

const struct element_class StripIPHeader_class = {
    StripIPHeader_COMMON,
    .state_size = sizeof(struct StripIPHeader),
    .action = action,
};
