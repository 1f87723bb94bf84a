/* What a router does with the options of IP headers that pass through it (RFC 1812, 4.2.2.6 and 5.3.13). */
#pragma once

#include "types.h"

struct gateway {
    const u8 *address;  /* what it writes into headers */
    const u8 *others;   /* further addresses of its own, four bytes each */
    u32 other_count;
};

/*
 * Adds to the Record Route and Timestamp options of a header of `size` bytes, and sets its checksum where it has such.
 * 0: all is well; else the offset in the header of what is wrong, and the checksum is as it was.
 */
u32 gateway_options(const struct gateway *gateway, u8 *header, u32 size);
