#include "elements/EtherRewrite.h"

#include "filter.h"
#include "headers.h"

struct EtherRewrite {
    u8 addresses[12]; /* as a header begins */
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct EtherRewrite_args *args = element->args;
    struct EtherRewrite *rewrite = element->state;
    (void)error;
    memcpy(rewrite->addresses + ETHERNET_DESTINATION, args->dst, 6);
    memcpy(rewrite->addresses + ETHERNET_SOURCE, args->src, 6);
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    struct EtherRewrite *rewrite = element->state;
    u8 *header = packet->mac ? packet->mac : packet->data;
    if (packet_length_from(packet, header) < sizeof rewrite->addresses) {
        rewrite->drops++;
        return false;
    }
    memcpy(header, rewrite->addresses, sizeof rewrite->addresses);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void EtherRewrite_read_src(struct element *element, struct text *out)
{
    const struct EtherRewrite *rewrite = element->state;
    text_ethernet(out, rewrite->addresses + ETHERNET_SOURCE);
}

static void EtherRewrite_read_dst(struct element *element, struct text *out)
{
    const struct EtherRewrite *rewrite = element->state;
    text_ethernet(out, rewrite->addresses + ETHERNET_DESTINATION);
}

static bool EtherRewrite_write_src(struct element *element, const char *value, u32 size, struct text *error)
{
    struct EtherRewrite *rewrite = element->state;
    return handler_write_ethernet(value, size, rewrite->addresses + ETHERNET_SOURCE, error);
}

static bool EtherRewrite_write_dst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct EtherRewrite *rewrite = element->state;
    return handler_write_ethernet(value, size, rewrite->addresses + ETHERNET_DESTINATION, error);
}

static void EtherRewrite_read_drops(struct element *element, struct text *out)
{
    const struct EtherRewrite *rewrite = element->state;
    text_unsigned(out, rewrite->drops);
}

const struct element_class EtherRewrite_class = {
    EtherRewrite_COMMON,
    .state_size = sizeof(struct EtherRewrite),
    .start = start,
    .action = action,
};
