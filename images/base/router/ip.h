/* IP headers that were marked, of packets that may be cut at every byte. */
#pragma once

#include "checksum.h"
#include "headers.h"
#include "packet.h"

/* Bytes of the marked header with its options; 0: none is marked, or it does not fit into the packet. */
static inline u32 ip_header_size(const struct packet *packet)
{
    u32 room = packet_length_from(packet, packet->network);
    u32 size = room < IP_HEADER ? 0 : (packet->network[0] & 15) * 4u;
    return size < IP_HEADER || size > room ? 0 : size;
}

/* Bytes behind the marked transport header, which the packet has and the IP length speaks of; 0 as above. */
static inline u32 ip_transport_size(const struct packet *packet)
{
    u32 header = ip_header_size(packet), room = packet_length_from(packet, packet->transport);
    u32 length = header ? load_be16(packet->network + IP_LENGTH) : 0;
    if (length < header)
        return 0;
    return length - header < room ? length - header : room;
}

/* Whether no part of the packet came before: it begins with the transport header. */
static inline bool ip_is_first(const u8 *header)
{
    return !(load_be16(header + IP_FRAGMENT) & IP_FRAGMENT_OFFSET);
}

static inline bool ip_is_fragment(const u8 *header)
{
    return load_be16(header + IP_FRAGMENT) & (IP_FRAGMENT_OFFSET | IP_MORE_FRAGMENTS);
}

/* Sets the checksum of a header of `size` bytes. */
static inline void ip_set_checksum(u8 *header, u32 size)
{
    store16(header + IP_CHECKSUM, 0);
    store16(header + IP_CHECKSUM, checksum(header, size));
}

/* Sets the type of service; the checksum follows. */
static inline void ip_set_tos(u8 *header, u8 tos)
{
    u16 before = load16(header);
    header[IP_TOS] = tos;
    checksum_update(header + IP_CHECKSUM, before, load16(header));
}

/*
 * What the checksum of `size` bytes behind the header must hold, in memory order, by the header's addresses and
 * protocol; 0 when the bytes, with their checksum, are right. Source routed packets count with their last address.
 */
u16 ip_transport_checksum(const u8 *header, const u8 *transport, u32 size);

/* Goes through options of a header of `size` bytes: the next at or behind `option`; NULL: the end, or a broken one. */
const u8 *ip_option(const u8 *header, u32 size, const u8 *option);
