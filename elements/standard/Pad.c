#include "elements/Pad.h"

#include "filter.h"

struct Pad {
    u64 drops;
};

static bool passes(struct element *element, struct packet *packet)
{
    const struct Pad_args *args = element->args;
    struct Pad *pad = element->state;
    u32 bytes = packet_annotation32(packet, ANNOTATION_EXTRA_LENGTH);
    if (args->length)
        bytes = packet->length < args->length ? args->length - packet->length : 0;
    if (!packet_put(packet, bytes)) {
        pad->drops++;
        return false;
    }
    if (args->zero)
        memset(packet_end(packet) - bytes, 0, bytes);
    packet_set_annotation32(packet, ANNOTATION_EXTRA_LENGTH, 0);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void Pad_read_drops(struct element *element, struct text *out)
{
    const struct Pad *pad = element->state;
    text_unsigned(out, pad->drops);
}

const struct element_class Pad_class = {
    Pad_COMMON,
    .state_size = sizeof(struct Pad),
    .action = action,
};
