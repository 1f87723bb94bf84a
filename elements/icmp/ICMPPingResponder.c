#include "elements/ICMPPingResponder.h"

#include "checksum.h"
#include "headers.h"
#include "platform.h"

struct ICMPPingResponder {
    u64 drops;
};

static bool is_echo_request(const struct packet *packet)
{
    if (!packet->network || packet_length_from(packet, packet->network) < IP_HEADER)
        return false;
    return packet_length_from(packet, packet->transport) >= ICMP_ECHO_HEADER &&
           packet->network[IP_PROTOCOL] == PROTOCOL_ICMP && packet->transport[ICMP_TYPE] == ICMP_ECHO;
}

/* Addresses swapped, no flags, time to live 255; the checksum follows the changes. */
static void answer_ip(u8 *header)
{
    u32 source = load32(header + IP_SOURCE);
    u16 ttl = load16(header + IP_TTL), fragment = load16(header + IP_FRAGMENT);
    store32(header + IP_SOURCE, load32(header + IP_DESTINATION));
    store32(header + IP_DESTINATION, source);
    store16(header + IP_FRAGMENT, 0);
    checksum_update(header + IP_CHECKSUM, fragment, 0);
    header[IP_TTL] = 255;
    checksum_update(header + IP_CHECKSUM, ttl, load16(header + IP_TTL));
}

/* An incremental update cannot tell the two zeros of ones' complement apart: there, all is summed again. */
static void answer_icmp(u8 *header, u32 size)
{
    u16 before = load16(header + ICMP_TYPE);
    store16(header + ICMP_TYPE, ICMP_ECHO_REPLY);
    checksum_update(header + ICMP_CHECKSUM, before, load16(header + ICMP_TYPE));
    u16 sum = load16(header + ICMP_CHECKSUM);
    if (sum != 0 && sum != 0xffff)
        return;
    store16(header + ICMP_CHECKSUM, 0);
    store16(header + ICMP_CHECKSUM, checksum(header, size));
}

static void answer(struct packet *packet, u64 now)
{
    answer_ip(packet->network);
    answer_icmp(packet->transport, packet_length_from(packet, packet->transport));
    packet_set_annotation32(packet, ANNOTATION_DST_IP, load32(packet->network + IP_DESTINATION));
    packet->annotations[ANNOTATION_PAINT] = 0;
    packet->timestamp = now;
}

static void action(struct element *element, struct batch *batch)
{
    struct ICMPPingResponder *responder = element->state;
    struct batch answers = BATCH_EMPTY, others = BATCH_EMPTY;
    u64 now = platform_wall_clock();
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        bool request = is_echo_request(packet);
        if (request)
            answer(packet, now);
        batch_append(request ? &answers : &others, packet);
    }
    if (others.count)
        responder->drops += output_push_checked(element, 1, &others);
    *batch = answers;
}

static void ICMPPingResponder_read_drops(struct element *element, struct text *out)
{
    const struct ICMPPingResponder *responder = element->state;
    text_unsigned(out, responder->drops);
}

const struct element_class ICMPPingResponder_class = {
    ICMPPingResponder_COMMON,
    .state_size = sizeof(struct ICMPPingResponder),
    .action = action,
};
