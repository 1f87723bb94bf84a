#pragma once

#include "types.h"

/* CRC-32 (IEEE 802.3, reflected) of bytes; a nibble at a time, which needs no table worth speaking of. */
u32 crc32(const void *bytes, u64 size);
