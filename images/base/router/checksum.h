/* The Internet checksum (RFC 1071) and its change when a part of what it covers changes (RFC 1624). */
#pragma once

#include "bytes.h"

/* Adds the 16-bit words of `bytes` to a running sum, in memory order. The parts before the last are of even size. */
u64 checksum_add(u64 sum, const u8 *bytes, u32 size);

static inline u16 checksum_fold(u64 sum)
{
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (u16)sum;
}

/* What a checksum field must hold, in memory order: store it with store16(). 0: the bytes, with it, are right. */
static inline u16 checksum(const u8 *bytes, u32 size)
{
    return (u16)~checksum_fold(checksum_add(0, bytes, size));
}

/*
 * Whether the checksum of an IP header, 20 bytes or more, is right. The sum in ones' complement is the sum modulo
 * 65535, and never that of zeros alone, for there is a version in it.
 */
static inline bool checksum_header_good(const u8 *header, u32 size)
{
    u64 sum = (u64)load32(header) + load32(header + 4) + load32(header + 8) + load32(header + 12) + load32(header + 16);
    return (size == 20 ? sum : checksum_add(sum, header + 20, size - 20)) % 0xffff == 0;
}

/* Updates the checksum at `field` for a 16-bit word that was `before` and is `after`, both in memory order. */
static inline void checksum_update(u8 *field, u16 before, u16 after)
{
    u32 sum = (u16)~load16(field) + (u32)(u16)~before + after;
    sum = (sum & 0xffff) + (sum >> 16);
    store16(field, (u16)~(sum + (sum >> 16)));
}
