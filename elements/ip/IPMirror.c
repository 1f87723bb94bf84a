#include "elements/IPMirror.h"

#include "ip.h"

static void swap32(u8 *a, u8 *b)
{
    u32 value = load32(a);
    store32(a, load32(b));
    store32(b, value);
}

static void mirror_ports(struct packet *packet)
{
    u8 *header = packet->transport;
    u32 ports = load32(header);
    store32(header, ports << 16 | ports >> 16);
    if (packet->network[IP_PROTOCOL] == PROTOCOL_TCP && packet_length_from(packet, header) >= TCP_ACKNOWLEDGMENT + 4)
        swap32(header + TCP_SEQUENCE, header + TCP_ACKNOWLEDGMENT);
}

static void mirror(struct packet *packet, bool annotate)
{
    u8 *header = packet->network;
    if (packet_length_from(packet, header) < IP_HEADER)
        return;
    u8 protocol = header[IP_PROTOCOL];
    if (annotate)
        packet_set_annotation32(packet, ANNOTATION_DST_IP, load32(header + IP_SOURCE));
    swap32(header + IP_SOURCE, header + IP_DESTINATION);
    if ((protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP) && ip_is_first(header) &&
        packet_length_from(packet, packet->transport) >= UDP_HEADER)
        mirror_ports(packet);
}

static void action(struct element *element, struct batch *batch)
{
    const struct IPMirror_args *args = element->args;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        mirror(packet, args->dst_anno);
}

const struct element_class IPMirror_class = {
    IPMirror_COMMON,
    .action = action,
};
