/*
 * A token bucket as Click's: it fills at `rate` tokens a second up to its capacity, a millisecond at a time. A rate of
 * zero is no limit at all. A full bucket has 2^32-1 parts, and all else is rounded down as in Click: so as many packets
 * pass as there.
 */
#pragma once

#include "types.h"

#define BUCKET_PERIOD 1000000u /* ns */
#define BUCKET_SCALE 1000u     /* periods a second */

struct token_bucket {
    u64 rate;   /* tokens a second */
    u64 period; /* up to which it was filled */
    u32 tokens; /* parts */
    u32 scale;  /* parts of a token */
    u32 growth; /* parts a period */
};

/* Capacity: at least 1. A new bucket is full, others keep the share of their capacity that they hold. */
static inline void bucket_assign(struct token_bucket *bucket, u64 rate, u32 capacity)
{
    if (!bucket->scale)
        bucket->tokens = ~0u;
    bucket->scale = ~0u / capacity;
    u64 growth = rate > ~0u ? ~0u : rate * bucket->scale / BUCKET_SCALE;
    bucket->growth = growth > ~0u ? ~0u : growth ? (u32)growth : 1;
    bucket->rate = rate;
}

static inline void bucket_fill(struct token_bucket *bucket, u64 now)
{
    u64 period = now / BUCKET_PERIOD, periods = period - bucket->period;
    u32 room = ~bucket->tokens;
    bucket->period = period;
    bucket->tokens += periods > room / bucket->growth ? room : (u32)periods * bucket->growth;
}

static inline u32 bucket_tokens(const struct token_bucket *bucket)
{
    return bucket->tokens / bucket->scale;
}

static inline bool bucket_contains(const struct token_bucket *bucket, u32 tokens)
{
    return !bucket->rate || bucket_tokens(bucket) >= tokens;
}

/* What is not there is not owed either. */
static inline void bucket_remove(struct token_bucket *bucket, u32 tokens)
{
    u64 parts = (u64)tokens * bucket->scale;
    bucket->tokens -= parts < bucket->tokens ? (u32)parts : bucket->tokens;
}

/* When a filled bucket that lacks them will hold so many tokens, which its capacity must have room for. */
static inline u64 bucket_time(const struct token_bucket *bucket, u32 tokens)
{
    u64 missing = (u64)tokens * bucket->scale - bucket->tokens;
    return (bucket->period + (missing + bucket->growth - 1) / bucket->growth) * BUCKET_PERIOD;
}
