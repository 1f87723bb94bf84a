/* What RatedUnqueue, RatedSplitter and their variants for bandwidths have in common: a token bucket and its arguments. */
#pragma once

#include "element.h"
#include "token-bucket.h"

/*
 * The bucket of a bandwidth always keeps that many tokens back, more than any packet takes: so a packet may pass before
 * its length is known.
 */
#define RATED_RESERVE 131072u

struct rated {
    struct token_bucket bucket;
    bool bandwidth; /* tokens are bytes, else packets */
    bool has_burst;
    u32 burst;    /* tokens at most, where `has_burst` */
    u64 duration; /* ns; else as many as come in it */
};

/* What is set of `rated` are its arguments; `rate` in tokens a second. */
void rated_set(struct rated *rated, u64 rate);
void rated_read(const struct rated *rated, struct text *out);
bool rated_write(struct rated *rated, const char *value, u32 size, struct text *error);

static inline u32 rated_needed(const struct rated *rated)
{
    return rated->bandwidth ? RATED_RESERVE : 1;
}

static inline bool rated_open(const struct rated *rated)
{
    return bucket_contains(&rated->bucket, rated_needed(rated));
}

static inline void rated_use(struct rated *rated, u32 length)
{
    bucket_remove(&rated->bucket, rated->bandwidth ? length : 1);
}

/* How many of `max` packets may surely pass now. */
static inline u32 rated_packets(const struct rated *rated, u32 max)
{
    const struct token_bucket *bucket = &rated->bucket;
    if (!rated_open(rated))
        return 0;
    u32 spare = bucket_tokens(bucket) - rated_needed(rated), each = rated->bandwidth ? PACKET_MAX : 1;
    return spare / each >= max ? max : spare / each + 1;
}

#define RATED_DURATION(args) ((args)->has_burst_duration ? (args)->burst_duration : 20000000u)
