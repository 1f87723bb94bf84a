#include "ip.h"

const u8 *ip_option(const u8 *header, u32 size, const u8 *option)
{
    const u8 *end = header + size;
    while (option < end && *option == IP_OPTION_NOP)
        option++;
    if (end - option < 2 || *option == IP_OPTION_END)
        return NULL;
    return option[1] < 2 || option[1] > end - option ? NULL : option;
}

/* A source route ends where the packet is to go in the end. */
static u32 last_address(const u8 *header, u32 size)
{
    const u8 *option = header + IP_HEADER;
    while ((option = ip_option(header, size, option))) {
        bool route = *option == IP_OPTION_LOOSE_ROUTE || *option == IP_OPTION_STRICT_ROUTE;
        if (route && option[1] >= 7)
            return load32(option + option[1] - 4);
        option += option[1];
    }
    return load32(header + IP_DESTINATION);
}

u16 ip_transport_checksum(const u8 *header, const u8 *transport, u32 size)
{
    u32 header_size = (header[0] & 15) * 4u;
    u32 destination = header_size == IP_HEADER ? load32(header + IP_DESTINATION) : last_address(header, header_size);
    u64 pseudo = (u64)load32(header + IP_SOURCE) + destination;
    pseudo += (u32)__builtin_bswap16((u16)size) + ((u32)header[IP_PROTOCOL] << 8);
    return (u16)~checksum_fold(checksum_add(pseudo, transport, size));
}
