#include "gateway-options.h"

#include "ip.h"
#include "platform.h"

enum { LENGTH = 1, POINTER = 2, FLAGS = 3 };
enum { TIMES_ALONE = 0, TIMES_AND_ADDRESSES = 1, TIMES_OF_GIVEN = 3 };

#define MILLISECONDS_A_DAY 86400000u

/* Milliseconds since midnight UTC. */
static void write_time(u8 *to)
{
    store_be32(to, (u32)(platform_wall_clock() / 1000000 % MILLISECONDS_A_DAY));
}

/* The pointer counts from 1. */
static u32 record_route(const struct gateway *gateway, u8 *option)
{
    u32 size = option[LENGTH], at = option[POINTER] - 1u;
    if (size < 3)
        return LENGTH;
    if (at >= 3 && at < size && size - at >= 4) {
        memcpy(option + at, gateway->address, 4);
        option[POINTER] += 4;
        return 0;
    }
    return at == size ? 0 : POINTER;
}

static bool is_own(const struct gateway *gateway, const u8 *address)
{
    for (u32 i = 0; i < gateway->other_count; i++)
        if (load32(gateway->others + 4 * i) == load32(address))
            return true;
    return load32(gateway->address) == load32(address);
}

/* Counts the router that found no room. */
static u32 overflow(u8 *option)
{
    if (option[FLAGS] >> 4 == 15)
        return FLAGS;
    option[FLAGS] += 0x10;
    return 0;
}

static u32 timestamp(const struct gateway *gateway, u8 *option)
{
    u32 size = option[LENGTH], at = option[POINTER] - 1u, kind = option[FLAGS] & 15;
    u32 wanted = kind == TIMES_ALONE ? 4 : 8;
    if (size < 4)
        return LENGTH;
    if (option[POINTER] < 5)
        return POINTER;
    bool room = at < size && size - at >= wanted;
    if (kind != TIMES_ALONE && kind != TIMES_AND_ADDRESSES && !(kind == TIMES_OF_GIVEN && room))
        return FLAGS;
    if (!room)
        return overflow(option);
    if (kind == TIMES_OF_GIVEN && !is_own(gateway, option + at))
        return 0;
    if (kind == TIMES_AND_ADDRESSES)
        memcpy(option + at, gateway->address, 4);
    write_time(option + at + wanted - 4);
    option[POINTER] += wanted;
    return 0;
}

u32 gateway_options(const struct gateway *gateway, u8 *header, u32 size)
{
    bool changed = false;
    for (u32 offset = IP_HEADER; offset < size && header[offset] != IP_OPTION_END;) {
        u8 *option = header + offset;
        u32 problem;
        if (*option == IP_OPTION_NOP) {
            offset++;
            continue;
        }
        if (size - offset < 2 || option[LENGTH] < 2 || option[LENGTH] > size - offset)
            return offset + LENGTH;
        if (*option == IP_OPTION_RECORD_ROUTE)
            problem = record_route(gateway, option);
        else if (*option == IP_OPTION_TIMESTAMP)
            problem = timestamp(gateway, option);
        else
            problem = 0;
        if (problem)
            return offset + problem;
        changed |= *option == IP_OPTION_RECORD_ROUTE || *option == IP_OPTION_TIMESTAMP;
        offset += option[LENGTH];
    }
    if (changed)
        ip_set_checksum(header, size);
    return 0;
}
