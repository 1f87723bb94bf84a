#include "tcp.h"

#include "ip.h"

#define TIME_TO_LIVE 250

void tcp_turn_round(struct packet *packet, u32 size)
{
    u8 *network = packet->network, *header = packet->transport;
    u32 source = load32(network + IP_SOURCE), ports = load32(header);
    store32(network + IP_SOURCE, load32(network + IP_DESTINATION));
    store32(network + IP_DESTINATION, source);
    network[IP_TTL] = TIME_TO_LIVE;
    ip_set_checksum(network, ip_header_size(packet));
    store32(header, ports << 16 | ports >> 16);
    store16(header + TCP_CHECKSUM, 0);
    store16(header + TCP_CHECKSUM, ip_transport_checksum(network, header, size));
    packet_set_annotation32(packet, ANNOTATION_DST_IP, source);
}
