/*
 * A token bucket as Click's: it fills at `rate` tokens a second up to its capacity, a millisecond at a time. A rate of
 * zero fills nothing. A full bucket has 2^32-1 parts, and all else is rounded down as in Click: so as many packets pass
 * as there.
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

/*
 * Rate: at most 2^32-1. Capacity: at least 1; it is never less than what a period brings. A new bucket is full, where it
 * has a rate; others keep the share of their capacity that they hold.
 */
static inline void bucket_assign(struct token_bucket *bucket, u64 rate, u32 capacity)
{
    rate = rate < ~0u ? rate : ~0u;
    u32 least = (u32)((rate + BUCKET_SCALE - 1) / BUCKET_SCALE);
    if (!bucket->scale && rate)
        bucket->tokens = ~0u;
    bucket->scale = ~0u / (capacity < least ? least : capacity);
    u64 growth = rate * bucket->scale / BUCKET_SCALE;
    bucket->growth = rate && !growth ? 1 : (u32)growth;
    bucket->rate = rate;
}

/* The same, but the bucket keeps its tokens. */
static inline void bucket_adjust(struct token_bucket *bucket, u64 rate, u32 capacity)
{
    u32 scale = bucket->scale;
    bucket_assign(bucket, rate, capacity);
    u64 tokens = (u64)bucket->tokens * bucket->scale / scale;
    bucket->tokens = tokens > ~0u ? ~0u : (u32)tokens;
}

static inline void bucket_fill(struct token_bucket *bucket, u64 now)
{
    u64 period = now / BUCKET_PERIOD, periods = period - bucket->period;
    u32 room = ~bucket->tokens;
    bucket->period = period;
    bucket->tokens += bucket->growth && periods > room / bucket->growth ? room : (u32)periods * bucket->growth;
}

static inline u32 bucket_tokens(const struct token_bucket *bucket)
{
    return bucket->tokens / bucket->scale;
}

static inline bool bucket_contains(const struct token_bucket *bucket, u32 tokens)
{
    return bucket_tokens(bucket) >= tokens;
}

/* What is not there is not owed either. */
static inline void bucket_remove(struct token_bucket *bucket, u32 tokens)
{
    u64 parts = (u64)tokens * bucket->scale;
    bucket->tokens -= parts < bucket->tokens ? (u32)parts : bucket->tokens;
}

/* When a filled bucket that lacks them will hold so many tokens, which its capacity must have room for; or never. */
static inline u64 bucket_time(const struct token_bucket *bucket, u32 tokens)
{
    if (!bucket->growth)
        return ~(u64)0;
    u64 missing = (u64)tokens * bucket->scale - bucket->tokens;
    return (bucket->period + (missing + bucket->growth - 1) / bucket->growth) * BUCKET_PERIOD;
}
