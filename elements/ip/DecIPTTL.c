#include "elements/DecIPTTL.h"

#include "filter.h"
#include "ip.h"

struct DecIPTTL {
    bool active, multicast;
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct DecIPTTL_args *args = element->args;
    struct DecIPTTL *decrement = element->state;
    (void)error;
    decrement->active = args->active;
    decrement->multicast = args->multicast;
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    struct DecIPTTL *decrement = element->state;
    u8 *header = packet->network;
    if (packet_length_from(packet, header) < IP_HEADER) {
        decrement->drops++;
        return false;
    }
    if (!decrement->multicast && header[IP_DESTINATION] >> 4 == 0xe)
        return true;
    if (header[IP_TTL] <= 1) {
        decrement->drops++;
        return false;
    }
    u16 before = load16(header + IP_TTL);
    header[IP_TTL]--;
    checksum_update(header + IP_CHECKSUM, before, load16(header + IP_TTL));
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    const struct DecIPTTL *decrement = element->state;
    if (decrement->active)
        filter_batch(element, batch, passes);
}

static void DecIPTTL_read_drops(struct element *element, struct text *out)
{
    const struct DecIPTTL *decrement = element->state;
    text_unsigned(out, decrement->drops);
}

static void DecIPTTL_read_active(struct element *element, struct text *out)
{
    const struct DecIPTTL *decrement = element->state;
    text_bool(out, decrement->active);
}

static bool DecIPTTL_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct DecIPTTL *decrement = element->state;
    return handler_write_bool(value, size, &decrement->active, error);
}

const struct element_class DecIPTTL_class = {
    DecIPTTL_COMMON,
    .state_size = sizeof(struct DecIPTTL),
    .start = start,
    .action = action,
};
