#include "elements/HostEtherFilter.h"

#include "filter.h"
#include "headers.h"

struct HostEtherFilter {
    u8 address[6];
    u64 drops;
};

static const u8 broadcast[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

static bool start(struct element *element, struct text *error)
{
    const struct HostEtherFilter_args *args = element->args;
    struct HostEtherFilter *filter = element->state;
    (void)error;
    memcpy(filter->address, args->ether, 6);
    return true;
}

static enum packet_type type_of(const struct HostEtherFilter *filter, const u8 *destination)
{
    if (!memcmp(destination, filter->address, 6))
        return PACKET_HOST;
    if (!memcmp(destination, broadcast, 6))
        return PACKET_BROADCAST;
    return destination[0] & 1 ? PACKET_MULTICAST : PACKET_OTHERHOST;
}

static bool is_wanted(struct element *element, struct packet *packet)
{
    const struct HostEtherFilter_args *args = element->args;
    const struct HostEtherFilter *filter = element->state;
    if ((u64)args->offset + ETHERNET_HEADER > packet->length)
        return false;
    const u8 *header = packet->data + args->offset;
    if (args->drop_own && !memcmp(header + ETHERNET_SOURCE, filter->address, 6))
        return false;
    packet->type = (u8)type_of(filter, header + ETHERNET_DESTINATION);
    return packet->type != PACKET_OTHERHOST || !args->drop_other;
}

static bool passes(struct element *element, struct packet *packet)
{
    struct HostEtherFilter *filter = element->state;
    if (is_wanted(element, packet))
        return true;
    filter->drops += element->noutputs < 2;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void HostEtherFilter_read_ether(struct element *element, struct text *out)
{
    const struct HostEtherFilter *filter = element->state;
    text_ethernet(out, filter->address);
}

static bool HostEtherFilter_write_ether(struct element *element, const char *value, u32 size, struct text *error)
{
    struct HostEtherFilter *filter = element->state;
    return handler_write_ethernet(value, size, filter->address, error);
}

static void HostEtherFilter_read_drops(struct element *element, struct text *out)
{
    const struct HostEtherFilter *filter = element->state;
    text_unsigned(out, filter->drops);
}

const struct element_class HostEtherFilter_class = {
    HostEtherFilter_COMMON,
    .state_size = sizeof(struct HostEtherFilter),
    .start = start,
    .action = action,
};
