/*
 * A token bucket as Click's: it fills at `rate` tokens a second up to its capacity, a millisecond at a time. A rate of
 * zero is no limit at all. Tokens are counted in thousandths, so that no fraction is ever lost.
 */
#pragma once

#include "types.h"

#define BUCKET_PERIOD 1000000u /* ns */
#define BUCKET_SCALE 1000u     /* periods a second */

struct token_bucket {
    u64 rate;     /* tokens a second, and thousandths of tokens a period; at most 2^32 */
    u64 capacity; /* thousandths; at most 2^42 */
    u64 tokens;   /* thousandths */
    u64 period;   /* up to which it was filled */
};

/* The bucket keeps the share of its capacity that it holds. */
static inline void bucket_assign(struct token_bucket *bucket, u64 rate, u64 capacity)
{
    u64 scaled = capacity * BUCKET_SCALE;
    if (bucket->tokens == bucket->capacity)
        bucket->tokens = scaled;
    else
        bucket->tokens = bucket->tokens / (bucket->capacity / BUCKET_SCALE) * capacity;
    bucket->capacity = scaled;
    bucket->rate = rate;
}

static inline void bucket_fill(struct token_bucket *bucket, u64 now)
{
    u64 period = now / BUCKET_PERIOD, periods = period - bucket->period, room = bucket->capacity - bucket->tokens;
    bucket->period = period;
    if (!bucket->rate)
        return;
    bucket->tokens += periods > room / bucket->rate ? room : periods * bucket->rate;
}

static inline bool bucket_contains(const struct token_bucket *bucket, u64 tokens)
{
    return !bucket->rate || bucket->tokens >= tokens * BUCKET_SCALE;
}

/* What is not there is not owed either. */
static inline void bucket_remove(struct token_bucket *bucket, u64 tokens)
{
    u64 scaled = tokens * BUCKET_SCALE;
    bucket->tokens -= scaled < bucket->tokens ? scaled : bucket->tokens;
}

/* When a filled bucket that lacks them will hold so many tokens, which its capacity must have room for. */
static inline u64 bucket_time(const struct token_bucket *bucket, u64 tokens)
{
    u64 missing = tokens * BUCKET_SCALE - bucket->tokens;
    return (bucket->period + (missing + bucket->rate - 1) / bucket->rate) * BUCKET_PERIOD;
}
