#include "elements/UDPIPEncap.h"

#include "../ip/ip-encap.h"
#include "filter.h"

enum { TIME_TO_LIVE = 250 };

static bool start(struct element *element, struct text *error)
{
    const struct UDPIPEncap_args *args = element->args;
    struct ip_encap *encap = element->state;
    (void)error;
    ip_encap_start(encap, PROTOCOL_UDP, TIME_TO_LIVE, args->src, args->dst, !args->has_dst);
    store_be16(encap->headers + IP_HEADER + UDP_SOURCE, args->sport);
    store_be16(encap->headers + IP_HEADER + UDP_DESTINATION, args->dport);
    return true;
}

/* A checksum of 0 would say that there is none. */
static void set_checksum(const u8 *network, u8 *header, u32 size)
{
    u16 sum = ip_transport_checksum(network, header, size);
    store16(header + UDP_CHECKSUM, sum ? sum : 0xffff);
}

static bool passes(struct element *element, struct packet *packet)
{
    const struct UDPIPEncap_args *args = element->args;
    u32 size = packet->length + UDP_HEADER;
    if (!ip_encap_push(element->state, packet, IP_HEADER + UDP_HEADER))
        return false;
    store_be16(packet->transport + UDP_LENGTH, (u16)size);
    if (args->checksum)
        set_checksum(packet->network, packet->transport, size);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void UDPIPEncap_read_sport(struct element *element, struct text *out)
{
    const struct ip_encap *encap = element->state;
    text_unsigned(out, load_be16(encap->headers + IP_HEADER + UDP_SOURCE));
}

static void UDPIPEncap_read_dport(struct element *element, struct text *out)
{
    const struct ip_encap *encap = element->state;
    text_unsigned(out, load_be16(encap->headers + IP_HEADER + UDP_DESTINATION));
}

static bool write_port(u8 *port, const char *value, u32 size, struct text *error)
{
    u64 number;
    if (!handler_write_unsigned(value, size, 0xffff, &number, error))
        return false;
    store_be16(port, (u16)number);
    return true;
}

static bool UDPIPEncap_write_sport(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ip_encap *encap = element->state;
    return write_port(encap->headers + IP_HEADER + UDP_SOURCE, value, size, error);
}

static bool UDPIPEncap_write_dport(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ip_encap *encap = element->state;
    return write_port(encap->headers + IP_HEADER + UDP_DESTINATION, value, size, error);
}

const struct element_class UDPIPEncap_class = {
    UDPIPEncap_COMMON,
    .state_size = sizeof(struct ip_encap),
    .start = start,
    .action = action,
};
