#include "elements/Truncate.h"

struct Truncate {
    u32 most;
};

static bool start(struct element *element, struct text *error)
{
    const struct Truncate_args *args = element->args;
    (void)error;
    ((struct Truncate *)element->state)->most = args->length;
    return true;
}

static void cut(struct packet *packet, u32 bytes, bool count)
{
    packet_take(packet, bytes);
    if (count)
        packet_set_annotation32(packet, ANNOTATION_EXTRA_LENGTH,
                                packet_annotation32(packet, ANNOTATION_EXTRA_LENGTH) + bytes);
}

static void action(struct element *element, struct batch *batch)
{
    const struct Truncate_args *args = element->args;
    const struct Truncate *truncate = element->state;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        if (packet->length > truncate->most)
            cut(packet, packet->length - truncate->most, args->extra_length);
}

static void Truncate_read_nbytes(struct element *element, struct text *out)
{
    text_unsigned(out, ((const struct Truncate *)element->state)->most);
}

static bool Truncate_write_nbytes(struct element *element, const char *value, u32 size, struct text *error)
{
    u64 bytes;
    if (!handler_write_unsigned(value, size, ~0u, &bytes, error))
        return false;
    ((struct Truncate *)element->state)->most = (u32)bytes;
    return true;
}

const struct element_class Truncate_class = {
    Truncate_COMMON,
    .state_size = sizeof(struct Truncate),
    .start = start,
    .action = action,
};
