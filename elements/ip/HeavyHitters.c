#include "elements/HeavyHitters.h"

#include "address-sets.h"
#include "headers.h"
#include "ip.h"

#define TOP 10u
#define TOP_MAX 1000u

struct hitter {
    u64 count; /* 0: the place is free */
    u64 error; /* the part of it that may be another's */
    u32 address;
};

struct HeavyHitters {
    struct hitter *hitters;
    struct address_sets sets;
    u64 counts[2]; /* by COUNTS_ */
    u64 faded; /* up to when counts have faded */
    u32 mask;
};

static bool start(struct element *element, struct text *error)
{
    const struct HeavyHitters_args *args = element->args;
    struct HeavyHitters *table = element->state;
    if (args->prefix > 32) {
        text_string(error, "PREFIX is more than 32");
        return false;
    }
    table->sets = address_sets(args->capacity);
    table->mask = address_mask(args->prefix);
    table->hitters = element_memory(element, address_places(&table->sets) * sizeof(struct hitter), error);
    return table->hitters != NULL;
}

static struct hitter *last(const struct HeavyHitters *table)
{
    return table->hitters + address_places(&table->sets);
}

static void fade(struct element *element)
{
    const struct HeavyHitters_args *args = element->args;
    struct HeavyHitters *table = element->state;
    u64 passed = router_now(element->router) - table->faded;
    if (!args->interval || passed < args->interval)
        return;
    u64 halves = passed / args->interval;
    u32 shift = halves > 63 ? 63 : (u32)halves;
    table->faded += halves * args->interval;
    for (struct hitter *hitter = table->hitters; hitter < last(table); hitter++) {
        hitter->count >>= shift;
        hitter->error >>= shift;
    }
}

static void count(struct HeavyHitters *table, u32 address, u32 amount)
{
    struct hitter *set = table->hitters + address_place(&table->sets, address), *least = set;
    for (struct hitter *hitter = set; hitter < set + SET_WAYS; hitter++) {
        if (hitter->count && hitter->address == address) {
            hitter->count += amount;
            return;
        }
        if (hitter->count < least->count)
            least = hitter;
    }
    *least = (struct hitter){least->count + amount, least->count, address};
}

static void action(struct element *element, struct batch *batch)
{
    const struct HeavyHitters_args *args = element->args;
    struct HeavyHitters *table = element->state;
    u32 offset = args->address;
    fade(element);
    for (const struct packet *packet = batch->first; packet; packet = packet->next) {
        if (!ip_header_size(packet))
            continue;
        table->counts[COUNTS_count]++;
        table->counts[COUNTS_byte_count] += packet->length;
        count(table, load_be32(packet->network + offset) & table->mask, args->bytes ? packet->length : 1);
    }
}

/* The largest behind `before` in the order of the list; NULL: there is none. */
HANDLER static const struct hitter *next(const struct HeavyHitters *table, const struct hitter *before)
{
    const struct hitter *best = NULL;
    for (const struct hitter *hitter = table->hitters; hitter < last(table); hitter++) {
        bool listed = before && (hitter->count > before->count || (hitter->count == before->count && hitter <= before));
        if (hitter->count && !listed && (!best || hitter->count > best->count))
            best = hitter;
    }
    return best;
}

HANDLER static bool HeavyHitters_query_top(struct element *element, const char *parameter, u32 size, struct text *out)
{
    const struct hitter *hitter = NULL;
    u64 most = TOP;
    if (size && !handler_write_unsigned(parameter, size, TOP_MAX, &most, out))
        return false;
    fade(element);
    while (most-- && !out->truncated && (hitter = next(element->state, hitter))) {
        u8 address[4];
        store_be32(address, hitter->address);
        text_ip(out, address);
        text_char(out, ' ');
        text_unsigned(out, hitter->count);
        text_char(out, ' ');
        text_unsigned(out, hitter->error);
        text_char(out, '\n');
    }
    return true;
}

HANDLER static void HeavyHitters_read_counts(struct element *element, struct text *out)
{
    text_unsigned(out, ((const struct HeavyHitters *)element->state)->counts[element->router->handler_number]);
}

HANDLER static void HeavyHitters_read_sources(struct element *element, struct text *out)
{
    const struct HeavyHitters *table = element->state;
    u64 known = 0;
    fade(element);
    for (const struct hitter *hitter = table->hitters; hitter < last(table); hitter++)
        known += hitter->count > 0;
    text_unsigned(out, known);
}

HANDLER static bool HeavyHitters_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct HeavyHitters *table = element->state;
    (void)value, (void)size, (void)error;
    memset(table->hitters, 0, address_places(&table->sets) * sizeof(struct hitter));
    memset(table->counts, 0, sizeof table->counts);
    return true;
}

const struct element_class HeavyHitters_class = {
    HeavyHitters_COMMON,
    .state_size = sizeof(struct HeavyHitters),
    .start = start,
    .action = action,
};
