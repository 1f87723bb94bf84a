#include "rated.h"

#include "rate-limit.h"

void rated_set(struct rated *rated, u64 rate)
{
    u64 most = ~0u, tokens = rated->has_burst ? rated->burst : rate * (rated->duration / 1000000) / 1000;
    tokens += rated->bandwidth ? RATED_RESERVE : 0;
    bucket_assign(&rated->bucket, rate, !tokens ? 1 : (u32)(tokens < most ? tokens : most));
}

void rated_read(const struct rated *rated, struct text *out)
{
    rate_limit_read(rated->bandwidth, rated->bucket.rate, out);
}

bool rated_write(struct rated *rated, const char *value, u32 size, struct text *error)
{
    u64 rate;
    if (!rate_limit_parse(rated->bandwidth, value, size, &rate, error))
        return false;
    rated_set(rated, rate);
    return true;
}
