#include "elements/UDPIPEncap.h"

#include "filter.h"
#include "ip.h"
#include "parse.h"

enum { HEADERS = IP_HEADER + UDP_HEADER, TIME_TO_LIVE = 250 };

struct UDPIPEncap {
    u8 headers[HEADERS]; /* but for lengths, number and checksums */
    bool annotated;      /* the destination is that of the annotation */
    u16 id;
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct UDPIPEncap_args *args = element->args;
    struct UDPIPEncap *encap = element->state;
    u8 *header = encap->headers;
    (void)error;
    header[0] = 0x45;
    header[IP_TTL] = TIME_TO_LIVE;
    header[IP_PROTOCOL] = PROTOCOL_UDP;
    memcpy(header + IP_SOURCE, args->src, 4);
    memcpy(header + IP_DESTINATION, args->dst, 4);
    store_be16(header + IP_HEADER + UDP_SOURCE, args->sport);
    store_be16(header + IP_HEADER + UDP_DESTINATION, args->dport);
    encap->annotated = !args->has_dst;
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
    struct UDPIPEncap *encap = element->state;
    u32 size = packet->length + UDP_HEADER;
    if (!packet_push(packet, HEADERS)) {
        encap->drops++;
        return false;
    }
    u8 *header = packet->network = packet->data;
    packet->transport = header + IP_HEADER;
    memcpy(header, encap->headers, HEADERS);
    if (encap->annotated)
        store32(header + IP_DESTINATION, packet_annotation32(packet, ANNOTATION_DST_IP));
    else
        packet_set_annotation32(packet, ANNOTATION_DST_IP, load32(header + IP_DESTINATION));
    store_be16(header + IP_LENGTH, (u16)packet->length);
    store_be16(header + IP_ID, encap->id++);
    ip_set_checksum(header, IP_HEADER);
    store_be16(packet->transport + UDP_LENGTH, (u16)size);
    if (args->checksum)
        set_checksum(header, packet->transport, size);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void UDPIPEncap_read_drops(struct element *element, struct text *out)
{
    const struct UDPIPEncap *encap = element->state;
    text_unsigned(out, encap->drops);
}

static void UDPIPEncap_read_src(struct element *element, struct text *out)
{
    const struct UDPIPEncap *encap = element->state;
    text_ip(out, encap->headers + IP_SOURCE);
}

static void UDPIPEncap_read_dst(struct element *element, struct text *out)
{
    const struct UDPIPEncap *encap = element->state;
    if (encap->annotated)
        text_string(out, "DST_ANNO");
    else
        text_ip(out, encap->headers + IP_DESTINATION);
}

static void UDPIPEncap_read_sport(struct element *element, struct text *out)
{
    const struct UDPIPEncap *encap = element->state;
    text_unsigned(out, load_be16(encap->headers + IP_HEADER + UDP_SOURCE));
}

static void UDPIPEncap_read_dport(struct element *element, struct text *out)
{
    const struct UDPIPEncap *encap = element->state;
    text_unsigned(out, load_be16(encap->headers + IP_HEADER + UDP_DESTINATION));
}

static bool UDPIPEncap_write_src(struct element *element, const char *value, u32 size, struct text *error)
{
    struct UDPIPEncap *encap = element->state;
    return handler_write_ip(value, size, encap->headers + IP_SOURCE, error);
}

static bool UDPIPEncap_write_dst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct UDPIPEncap *encap = element->state;
    if (!parse_equal(value, size, "DST_ANNO") &&
        !handler_write_ip(value, size, encap->headers + IP_DESTINATION, error))
        return false;
    encap->annotated = parse_equal(value, size, "DST_ANNO");
    return true;
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
    struct UDPIPEncap *encap = element->state;
    return write_port(encap->headers + IP_HEADER + UDP_SOURCE, value, size, error);
}

static bool UDPIPEncap_write_dport(struct element *element, const char *value, u32 size, struct text *error)
{
    struct UDPIPEncap *encap = element->state;
    return write_port(encap->headers + IP_HEADER + UDP_DESTINATION, value, size, error);
}

const struct element_class UDPIPEncap_class = {
    UDPIPEncap_COMMON,
    .state_size = sizeof(struct UDPIPEncap),
    .start = start,
    .action = action,
};
