#include "elements/TCPReflector.h"

#include "filter.h"
#include "ip.h"
#include "platform.h"
#include "tcp.h"

#define WINDOW (60 * 1024)

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

/* The header is where the packet begins, whatever was marked. The answer keeps the data of what it answers. */
static bool passes(struct element *element, struct packet *packet)
{
    struct TCPReflector *reflector = element->state;
    packet->network = packet->data;
    packet->transport = packet->data + ip_header_size(packet);
    u32 size = ip_transport_size(packet);
    bool segment = ip_header_size(packet) && packet->network[IP_PROTOCOL] == PROTOCOL_TCP && size >= TCP_HEADER;
    u32 offset = segment ? (packet->transport[TCP_OFFSET] >> 4) * 4u : 0;
    if (offset < TCP_HEADER || offset > size || !answer(packet->transport, size - offset)) {
        reflector->drops++;
        return false;
    }
    store_be16(packet->transport + TCP_WINDOW, WINDOW);
    tcp_turn_round(packet, size);
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
