#include "elements/IPRateLimiter.h"

#include "address-sets.h"
#include "filter.h"
#include "headers.h"
#include "ip.h"
#include "token-bucket.h"

#define SAVED 50u /* part of a second whose packets are saved up where BURST says nothing */

/* The token bucket of a source, as little as tells it. */
struct source {
    u32 address;
    u32 tokens; /* thousandths */
    u64 period; /* up to which it was filled, from 1; 0: the place is free */
};

struct IPRateLimiter {
    struct source *sources;
    struct address_sets sets;
    u64 rate;
    u32 capacity; /* thousandths of tokens */
    u32 mask;
    u64 counts[3]; /* by COUNTS_ */
};

static void assign(struct element *element, u64 rate)
{
    const struct IPRateLimiter_args *args = element->args;
    struct IPRateLimiter *limiter = element->state;
    u64 burst = args->burst ? args->burst : rate / SAVED, most = ~0u / BUCKET_SCALE;
    limiter->rate = rate;
    limiter->capacity = (u32)(burst > most ? most : burst ? burst : 1) * BUCKET_SCALE;
}

static bool start(struct element *element, struct text *error)
{
    const struct IPRateLimiter_args *args = element->args;
    struct IPRateLimiter *limiter = element->state;
    if (args->prefix > 32) {
        text_string(error, "PREFIX is more than 32");
        return false;
    }
    limiter->sets = address_sets(args->capacity);
    limiter->mask = address_mask(args->prefix);
    assign(element, args->rate);
    limiter->sources = element_memory(element, address_places(&limiter->sets) * sizeof(struct source), error);
    return limiter->sources != NULL;
}

static u32 filled(const struct IPRateLimiter *limiter, const struct source *source, u64 period)
{
    u64 periods = period - source->period, room = limiter->capacity - source->tokens;
    return source->tokens + (u32)(periods > room / limiter->rate ? room : periods * limiter->rate);
}

/* The source of that address; a new one takes the place in its set that was silent for longest. */
static struct source *find(struct IPRateLimiter *limiter, u32 address, u64 period)
{
    struct source *set = limiter->sources + address_place(&limiter->sets, address), *oldest = set;
    for (struct source *source = set; source < set + SET_WAYS; source++) {
        if (source->period && source->address == address)
            return source;
        if (source->period < oldest->period)
            oldest = source;
    }
    if (!oldest->period)
        limiter->counts[COUNTS_sources]++;
    else if (filled(limiter, oldest, period) < limiter->capacity)
        limiter->counts[COUNTS_evictions]++;
    *oldest = (struct source){address, limiter->capacity, period};
    return oldest;
}

static bool take_token(struct IPRateLimiter *limiter, u32 address, u64 period)
{
    struct source *source = find(limiter, address, period);
    source->tokens = filled(limiter, source, period);
    source->period = period;
    if (source->tokens < BUCKET_SCALE)
        return false;
    source->tokens -= BUCKET_SCALE;
    return true;
}

static bool within_rate(struct element *element, struct packet *packet)
{
    struct IPRateLimiter *limiter = element->state;
    u64 period = router_now(element->router) / BUCKET_PERIOD + 1;
    if (ip_header_size(packet) &&
        (!limiter->rate || take_token(limiter, load_be32(packet->network + IP_SOURCE) & limiter->mask, period)))
        return true;
    limiter->counts[COUNTS_drops]++;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, within_rate);
}

static void forget(struct IPRateLimiter *limiter)
{
    memset(limiter->sources, 0, address_places(&limiter->sets) * sizeof(struct source));
    limiter->counts[COUNTS_sources] = 0;
}

static bool IPRateLimiter_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct IPRateLimiter *limiter = element->state;
    (void)value, (void)size, (void)error;
    forget(limiter);
    limiter->counts[COUNTS_drops] = limiter->counts[COUNTS_evictions] = 0;
    return true;
}

/* What the buckets hold belongs to the old rate. */
static bool IPRateLimiter_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    struct IPRateLimiter *limiter = element->state;
    u64 rate;
    if (!handler_write_unsigned(value, size, ~0u, &rate, error))
        return false;
    forget(limiter);
    assign(element, rate);
    return true;
}

static void IPRateLimiter_read_rate(struct element *element, struct text *out)
{
    text_unsigned(out, ((const struct IPRateLimiter *)element->state)->rate);
}

HANDLER static void IPRateLimiter_read_counts(struct element *element, struct text *out)
{
    text_unsigned(out, ((const struct IPRateLimiter *)element->state)->counts[element->router->handler_number]);
}

const struct element_class IPRateLimiter_class = {
    IPRateLimiter_COMMON,
    .state_size = sizeof(struct IPRateLimiter),
    .start = start,
    .action = action,
};
