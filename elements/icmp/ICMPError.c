#include "elements/ICMPError.h"

#include "ip.h"
#include "platform.h"

#define TIME_TO_LIVE 200

enum { ERROR_AT_POINTER = 0, NEED_FRAGMENT = 4 }; /* codes of parameter problems and unreachable destinations */

struct ICMPError {
    u8 source[4];
    u32 mtu, path_mtu;
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct ICMPError_args *args = element->args;
    struct ICMPError *maker = element->state;
    (void)error;
    memcpy(maker->source, args->src, 4);
    maker->mtu = args->mtu;
    maker->path_mtu = args->pmtu;
    return true;
}

static bool is_error(u8 type)
{
    return type == ICMP_UNREACHABLE || type == ICMP_SOURCE_QUENCH || type == ICMP_REDIRECT ||
           type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETER_PROBLEM;
}

static bool is_unicast(const struct element *element, const u8 *address)
{
    const struct ICMPError_args *args = element->args;
    const u8 *bad = element_bytes(element, args->badaddrs);
    for (u32 i = 0; i < args->badaddrs.size; i += 4)
        if (load32(bad + i) == load32(address))
            return false;
    return load32(address) != ~0u && address[0] >> 4 != 0xe;
}

/* RFC 1812, 5.3.7. */
static bool is_valid_source(const struct element *element, const u8 *address)
{
    return is_unicast(element, address) && address[0] != 0 && address[0] != 127 && address[0] >> 4 != 0xf;
}

/* Whether somebody may be told about this packet: RFC 1812, 4.3.2.7. */
static bool may_answer(const struct element *element, const struct packet *packet)
{
    u32 size = ip_header_size(packet);
    if (!size || !ip_is_first(packet->network))
        return false;
    if (packet->network[IP_PROTOCOL] == PROTOCOL_ICMP &&
        (packet_length_from(packet, packet->network) < size + 4 || is_error(packet->network[size + ICMP_TYPE])))
        return false;
    return packet->type != PACKET_BROADCAST && packet->type != PACKET_MULTICAST &&
           is_unicast(element, packet->network + IP_DESTINATION) &&
           is_valid_source(element, packet->network + IP_SOURCE);
}

/* The packet's source route so far; NULL: it has none that could be turned round. */
static const u8 *source_route(const struct packet *packet)
{
    const u8 *header = packet->network, *option = header + IP_HEADER;
    u32 size = ip_header_size(packet);
    for (; (option = ip_option(header, size, option)); option += option[1])
        if ((*option == IP_OPTION_LOOSE_ROUTE || *option == IP_OPTION_STRICT_ROUTE) && option[1] >= 3 &&
            option[2] >= 4 && option[2] % 4 == 0 && option[2] <= option[1] + 1u)
            return option;
    return NULL;
}

static bool is_pointed_at(const struct packet *packet, const u8 *option)
{
    const u8 *at = packet->network + packet->annotations[ANNOTATION_ICMP_PARAMPROB];
    return at >= option && at < option + option[1];
}

/* Writes the way back as an option; returns its size in whole words. */
static u32 write_route_back(u8 *to, const u8 *route)
{
    u32 size = route[2] - 1u;
    to[0] = route[0];
    to[1] = (u8)size;
    to[2] = 4;
    for (u32 from = 3; from < size; from += 4)
        memcpy(to + size - from - 1, route + from, 4);
    to[size] = IP_OPTION_END;
    return size + 1;
}

static void write_ip(struct element *element, const struct packet *packet, u8 *header, u32 header_size, u32 length)
{
    const struct ICMPError *maker = element->state;
    memset(header, 0, IP_HEADER);
    header[0] = (u8)(0x40 | header_size / 4);
    store_be16(header + IP_LENGTH, (u16)length);
    store_be16(header + IP_ID, ++element->router->icmp_errors);
    header[IP_TTL] = TIME_TO_LIVE;
    header[IP_PROTOCOL] = PROTOCOL_ICMP;
    memcpy(header + IP_SOURCE, maker->source, 4);
    memcpy(header + IP_DESTINATION, packet->network + IP_SOURCE, 4);
    ip_set_checksum(header, header_size);
}

static void write_icmp(const struct element *element, const struct packet *packet, u8 *header, u32 quoted)
{
    const struct ICMPError_args *args = element->args;
    const struct ICMPError *maker = element->state;
    memset(header, 0, ICMP_HEADER);
    header[ICMP_TYPE] = args->type;
    header[ICMP_CODE] = args->code;
    if (args->type == ICMP_PARAMETER_PROBLEM && args->code == ERROR_AT_POINTER)
        header[ICMP_POINTER] = packet->annotations[ANNOTATION_ICMP_PARAMPROB];
    if (args->type == ICMP_REDIRECT)
        store32(header + ICMP_GATEWAY, packet_annotation32(packet, ANNOTATION_DST_IP));
    if (args->type == ICMP_UNREACHABLE && args->code == NEED_FRAGMENT)
        store_be16(header + ICMP_MTU, (u16)maker->path_mtu);
    memcpy(header + ICMP_HEADER, packet->network, quoted);
    store16(header + ICMP_CHECKSUM, checksum(header, ICMP_HEADER + quoted));
}

static struct packet *make(struct element *element, const struct packet *packet)
{
    const struct ICMPError_args *args = element->args;
    struct ICMPError *maker = element->state;
    const u8 *route = source_route(packet);
    u8 options[44];
    if (route && args->type == ICMP_REDIRECT)
        return NULL;
    bool broken = args->type == ICMP_PARAMETER_PROBLEM && args->code == ERROR_AT_POINTER;
    if (route && broken && is_pointed_at(packet, route))
        route = NULL;
    u32 header_size = IP_HEADER + (route ? write_route_back(options, route) : 0);
    u32 quoted = packet_length_from(packet, packet->network), room = maker->mtu - header_size - ICMP_HEADER;
    if (quoted > room)
        quoted = room;
    struct packet *answer = packet_new(&element->router->pool, header_size + ICMP_HEADER + quoted);
    if (!answer)
        return NULL;
    answer->network = answer->data;
    answer->transport = answer->data + header_size;
    memcpy(answer->data + IP_HEADER, options, header_size - IP_HEADER);
    write_ip(element, packet, answer->network, header_size, answer->length);
    write_icmp(element, packet, answer->transport, quoted);
    packet_set_annotation32(answer, ANNOTATION_DST_IP, load32(packet->network + IP_SOURCE));
    answer->annotations[ANNOTATION_FIX_IP_SRC] = args->set_fix_anno;
    return answer;
}

static void action(struct element *element, struct batch *batch)
{
    struct ICMPError *maker = element->state;
    struct batch answers = BATCH_EMPTY;
    u64 now = platform_wall_clock();
    for (struct packet *packet = batch->first; packet; packet = packet->next) {
        struct packet *answer = may_answer(element, packet) ? make(element, packet) : NULL;
        if (answer) {
            answer->timestamp = now;
            batch_append(&answers, answer);
        } else {
            maker->drops++;
        }
    }
    batch_free(&element->router->pool, batch);
    *batch = answers;
}

static void ICMPError_read_drops(struct element *element, struct text *out)
{
    const struct ICMPError *maker = element->state;
    text_unsigned(out, maker->drops);
}

static void ICMPError_read_src(struct element *element, struct text *out)
{
    const struct ICMPError *maker = element->state;
    text_ip(out, maker->source);
}

static bool ICMPError_write_src(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ICMPError *maker = element->state;
    return handler_write_ip(value, size, maker->source, error);
}

static void ICMPError_read_mtu(struct element *element, struct text *out)
{
    const struct ICMPError *maker = element->state;
    text_unsigned(out, maker->mtu);
}

/* Room for the largest header and what RFC 792 wants quoted. */
static bool ICMPError_write_mtu(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ICMPError *maker = element->state;
    u64 mtu = maker->mtu;
    bool good = handler_write_unsigned(value, size, PACKET_MAX, &mtu, error);
    maker->mtu = mtu < 96 ? 96 : (u32)mtu;
    return good;
}

static void ICMPError_read_pmtu(struct element *element, struct text *out)
{
    const struct ICMPError *maker = element->state;
    text_unsigned(out, maker->path_mtu);
}

static bool ICMPError_write_pmtu(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ICMPError *maker = element->state;
    u64 mtu = maker->path_mtu;
    bool good = handler_write_unsigned(value, size, 0xffff, &mtu, error);
    maker->path_mtu = (u32)mtu;
    return good;
}

const struct element_class ICMPError_class = {
    ICMPError_COMMON,
    .state_size = sizeof(struct ICMPError),
    .start = start,
    .action = action,
};
