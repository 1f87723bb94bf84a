/* A router's memory in a fuzzer's process. */
#pragma once

#include "packet.h"

#define ARENA_MOST (2u << 20)

/* All of it is free again; `pool`: where the packets were, or NULL. */
void arena_reset(const struct packet_pool *pool);
