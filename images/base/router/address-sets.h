/*
 * Where an IP address belongs in a table of fixed size: sets of a few places, of which a hash picks one. Its seed keeps
 * others from choosing addresses that push each other out.
 */
#pragma once

#include "platform.h"
#include "types.h"

#define SET_WAYS 8u /* places of a set */

struct address_sets {
    u64 seed;
    u32 bits; /* the number of sets, as a power of 2 */
};

/* For at least so many places. */
static inline struct address_sets address_sets(u32 capacity)
{
    struct address_sets sets = {platform_random() | 1, 0};
    while ((u64)SET_WAYS << sets.bits < capacity)
        sets.bits++;
    return sets;
}

static inline u64 address_places(const struct address_sets *sets)
{
    return (u64)SET_WAYS << sets->bits;
}

/* The first place of the address's set. */
static inline u64 address_place(const struct address_sets *sets, u32 address)
{
    u64 hash = (address ^ sets->seed >> 32) * sets->seed;
    hash = (hash ^ hash >> 32) * 0x9e3779b97f4a7c15u;
    return (sets->bits ? hash >> (64 - sets->bits) : 0) * SET_WAYS;
}

/* Of addresses whose first bits are alike; 32 or fewer. */
static inline u32 address_mask(u32 prefix)
{
    return prefix ? ~0u << (32 - prefix) : 0;
}
