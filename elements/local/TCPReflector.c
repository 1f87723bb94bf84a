#include "elements/TCPReflector.h"

#include "filter.h"
#include "ip.h"
#include "platform.h"

enum { TIME_TO_LIVE = 250, WINDOW = 60 * 1024 };

struct TCPReflector {
    u64 drops;
};

/* What a peer would say to a segment with so many bytes of data; false: nothing. */
static bool answer(u8 *header, u32 data)
{
    u8 flags = header[TCP_FLAGS] & ~TCP_PSH;
    u32 sequence = load_be32(header + TCP_SEQUENCE), acknowledgment = load_be32(header + TCP_ACKNOWLEDGMENT);
    if (flags == TCP_SYN) {
        header[TCP_FLAGS] = TCP_SYN | TCP_ACK;
        store_be32(header + TCP_SEQUENCE, (u32)platform_random());
        store_be32(header + TCP_ACKNOWLEDGMENT, sequence + 1);
        return true;
    }
    if (flags & (TCP_SYN | TCP_RST) || (!data && !(flags & TCP_FIN)))
        return false;
    header[TCP_FLAGS] = TCP_ACK | (flags & TCP_FIN);
    store_be32(header + TCP_SEQUENCE, acknowledgment);
    store_be32(header + TCP_ACKNOWLEDGMENT, sequence + data + (flags & TCP_FIN));
    return true;
}

static void turn_round(struct packet *packet, u32 size, u32 header_size)
{
    u8 *network = packet->network, *header = packet->transport;
    u32 source = load32(network + IP_SOURCE), ports = load32(header);
    store32(network + IP_SOURCE, load32(network + IP_DESTINATION));
    store32(network + IP_DESTINATION, source);
    network[IP_TTL] = TIME_TO_LIVE;
    ip_set_checksum(network, header_size);
    store32(header, ports << 16 | ports >> 16);
    store_be16(header + TCP_WINDOW, WINDOW);
    store16(header + TCP_CHECKSUM, 0);
    store16(header + TCP_CHECKSUM, ip_transport_checksum(network, header, size));
    packet_set_annotation32(packet, ANNOTATION_DST_IP, source);
}

/* The answer keeps the data of what it answers, as Click's does. */
static bool passes(struct element *element, struct packet *packet)
{
    struct TCPReflector *reflector = element->state;
    u32 header_size = ip_header_size(packet), size = ip_transport_size(packet);
    bool segment = header_size && packet->network[IP_PROTOCOL] == PROTOCOL_TCP && size >= TCP_HEADER;
    u32 offset = segment ? (packet->transport[TCP_OFFSET] >> 4) * 4u : 0;
    if (offset < TCP_HEADER || offset > size || !answer(packet->transport, size - offset)) {
        reflector->drops++;
        return false;
    }
    turn_round(packet, size, header_size);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void TCPReflector_read_drops(struct element *element, struct text *out)
{
    const struct TCPReflector *reflector = element->state;
    text_unsigned(out, reflector->drops);
}

const struct element_class TCPReflector_class = {
    TCPReflector_COMMON,
    .state_size = sizeof(struct TCPReflector),
    .action = action,
};
