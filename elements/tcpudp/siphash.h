/* SipHash-2-4 (Aumasson and Bernstein): a hash that nobody can foretell without its key. */
#pragma once

#include "types.h"

/* Of a message of whole words, whose bytes count in memory order. */
u64 siphash(const u64 key[2], const u64 *words, u32 count);
