/* Puts IP headers before packets: what IPEncap and UDPIPEncap have in common. */
#pragma once

#include "ip.h"
#include "packet.h"

/* What is always the same of the headers of an element. `size` of them is in use. */
struct ip_encap {
    u8 headers[IP_HEADER + UDP_HEADER]; /* but for lengths, number and checksums */
    bool annotated;                     /* the destination is that of the annotation */
    u16 id;
    u64 drops;
};

/* The first header, addresses in memory order; what is not named here is zero or the element's to set. */
void ip_encap_start(struct ip_encap *encap, u8 protocol, u8 ttl, const u8 *source, const u8 *destination,
                    bool annotated);

/* Puts `size` bytes of headers before the packet and fills in the IP header. False: there was no room, which is counted. */
static inline bool ip_encap_push(struct ip_encap *encap, struct packet *packet, u32 size)
{
    if (!packet_push(packet, size)) {
        encap->drops++;
        return false;
    }
    u8 *header = packet->network = packet->data;
    packet->transport = header + IP_HEADER;
    memcpy(header, encap->headers, size);
    if (encap->annotated)
        store32(header + IP_DESTINATION, packet_annotation32(packet, ANNOTATION_DST_IP));
    else
        packet_set_annotation32(packet, ANNOTATION_DST_IP, load32(header + IP_DESTINATION));
    store_be16(header + IP_LENGTH, (u16)packet->length);
    store_be16(header + IP_ID, encap->id++);
    ip_set_checksum(header, IP_HEADER);
    return true;
}
