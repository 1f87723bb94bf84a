#pragma once

#include "types.h"

/* CRC-32 (IEEE 802.3, reflected) of bytes. */
u32 crc32(const void *bytes, u64 size);
