/* Packets that look like real ones, and then are bent a little: lengths, options, fragments, checksums, cuts. */
#pragma once

#include "types.h"

#define TRAFFIC_MOST 512u

/* Writes a frame into `frame` (TRAFFIC_MOST bytes), decided by `seed`; returns its size. Where IP begins: `network`. */
u32 traffic_make(u64 seed, u8 *frame, u8 *network);
