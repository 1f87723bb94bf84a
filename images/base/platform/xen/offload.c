#include "offload.h"

#include "bytes.h"
#include "checksum.h"

#define ETHER_HEADER 14u
#define ETHER_IPV4 0x0800
#define ETHER_IPV6 0x86dd
#define ETHER_VLAN 0x8100
#define ETHER_QINQ 0x88a8
#define VLAN_TAG 4u

#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define TCP_CHECKSUM 16u
#define UDP_CHECKSUM 6u

#define IPV6_HEADER 40u
#define IPV6_HOP_BY_HOP 0
#define IPV6_ROUTING 43
#define IPV6_DESTINATION 60

/* `addresses` are both of the IP header's, in a row. */
static bool complete(u8 protocol, u8 *transport, u32 length, const u8 *addresses, u32 addresses_length)
{
    u32 at = protocol == PROTOCOL_TCP ? TCP_CHECKSUM : UDP_CHECKSUM;
    if ((protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP) || length < at + 2)
        return false;
    store16(transport + at, 0);
    u64 pseudo = (u64)__builtin_bswap32(length) + __builtin_bswap32(protocol);
    u64 sum = checksum_add(checksum_add(pseudo, addresses, addresses_length), transport, length);
    u16 value = (u16)~checksum_fold(sum);
    if (protocol == PROTOCOL_UDP && !value)
        value = 0xffff; /* 0 says that there is none */
    store16(transport + at, value);
    return true;
}

static bool complete_ipv4(u8 *header, u32 room)
{
    if (room < 20)
        return false;
    u32 header_length = (header[0] & 15) * 4u, length = load_be16(header + 2);
    bool fragment = load_be16(header + 6) & 0x3fff;
    if (header[0] >> 4 != 4 || header_length < 20 || length < header_length || length > room || fragment)
        return false;
    return complete(header[9], header + header_length, length - header_length, header + 12, 8);
}

static bool complete_ipv6(u8 *header, u32 room)
{
    if (room < IPV6_HEADER || header[0] >> 4 != 6)
        return false;
    u32 length = load_be16(header + 4), at = 0;
    if (length > room - IPV6_HEADER)
        return false;
    u8 protocol = header[6], *payload = header + IPV6_HEADER;
    while (protocol == IPV6_HOP_BY_HOP || protocol == IPV6_ROUTING || protocol == IPV6_DESTINATION) {
        if (length - at < 8)
            return false;
        protocol = payload[at];
        u32 size = payload[at + 1] * 8u + 8;
        if (size > length - at)
            return false;
        at += size;
    }
    return complete(protocol, payload + at, length - at, header + 8, 32);
}

bool offload_complete(u8 *frame, u32 length)
{
    u32 at = ETHER_HEADER;
    while (at + VLAN_TAG <= length &&
           (load_be16(frame + at - 2) == ETHER_VLAN || load_be16(frame + at - 2) == ETHER_QINQ))
        at += VLAN_TAG;
    if (at > length)
        return false;
    u16 type = load_be16(frame + at - 2);
    if (type == ETHER_IPV4)
        return complete_ipv4(frame + at, length - at);
    return type == ETHER_IPV6 && complete_ipv6(frame + at, length - at);
}
