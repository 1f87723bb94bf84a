#include "elements/DirectIPLookup.h"

#include "route-table.h"

/*
 * A table with an entry for each 24 bits at the front of an address: the key of the longest prefix, or a block of 256
 * entries for the last 8 bits where some prefix is longer than 24. The route of length 0 stands beside the table.
 */

#define FIRST (1u << 24)
#define BLOCK 256u
#define IS_BLOCK 0x8000u
#define KEYS 0x7ffeu
#define MASK_24 0xffffff00u

struct DirectIPLookup {
    struct route_table table;
    u16 *first, *blocks;
    u32 fallback;
    u32 fresh, freed; /* the first block that was never used; number + 1 of the first of the free ones, a list */
};

/* Entries change from `from` to `to`; a new route (`from` is 0) changes those of shorter ones. */
struct change {
    const struct route *routes; /* by key */
    u32 from, to;
};

static u32 find(const void *state, u32 address)
{
    const struct DirectIPLookup *direct = state;
    u32 entry = direct->first[address >> 8];
    if (entry & IS_BLOCK)
        entry = direct->blocks[(entry & ~IS_BLOCK) * BLOCK + (address & (BLOCK - 1))];
    return entry ? entry : direct->fallback;
}

static void change_entries(const struct change *change, u16 *entries, u32 count)
{
    for (u32 i = 0; i < count; i++) {
        u32 key = entries[i];
        if (change->from ? key == change->from : !key || change->routes[key].mask <= change->routes[change->to].mask)
            entries[i] = (u16)change->to;
    }
}

/* There is always one: each has a route longer than 24 bits. */
static void make_block(struct DirectIPLookup *direct, u16 *entry)
{
    u32 block = direct->freed ? direct->freed - 1 : direct->fresh++;
    u16 *entries = &direct->blocks[block * BLOCK];
    if (direct->freed)
        direct->freed = entries[0];
    for (u32 i = 0; i < BLOCK; i++)
        entries[i] = *entry;
    *entry = (u16)(block | IS_BLOCK);
}

/* A block whose entries are all the same has no route of its own left. */
static void merge_block(struct DirectIPLookup *direct, u16 *entry)
{
    u32 block = *entry & ~IS_BLOCK;
    u16 *entries = &direct->blocks[block * BLOCK];
    for (u32 i = 1; i < BLOCK; i++)
        if (entries[i] != entries[0])
            return;
    *entry = entries[0];
    entries[0] = (u16)direct->freed;
    direct->freed = block + 1;
}

static void change_route(struct DirectIPLookup *direct, const struct route *route, const struct change *change)
{
    u16 *entry = &direct->first[route->address >> 8];
    if (route->mask > MASK_24) {
        if (!(*entry & IS_BLOCK))
            make_block(direct, entry);
        u16 *entries = &direct->blocks[(*entry & ~IS_BLOCK) * BLOCK];
        change_entries(change, &entries[route->address & (BLOCK - 1)], ~route->mask + 1);
        if (change->from)
            merge_block(direct, entry);
        return;
    }
    for (u32 left = (~route->mask >> 8) + 1; left; left--, entry++)
        if (*entry & IS_BLOCK)
            change_entries(change, &direct->blocks[(*entry & ~IS_BLOCK) * BLOCK], BLOCK);
        else
            change_entries(change, entry, 1);
}

static void insert(struct element *element, u32 key)
{
    struct DirectIPLookup *direct = element->state;
    const struct route *routes = direct->table.routes;
    struct change change = {routes, 0, key};
    if (routes[key].mask)
        change_route(direct, &routes[key], &change);
    else
        direct->fallback = key;
}

static void remove_key(struct element *element, u32 key, u32 cover)
{
    struct DirectIPLookup *direct = element->state;
    const struct route *routes = direct->table.routes;
    struct change change = {routes, key, cover && routes[cover].mask ? cover : 0};
    if (routes[key].mask)
        change_route(direct, &routes[key], &change);
    else
        direct->fallback = 0;
}

static const struct route_index index = {.insert = insert, .remove = remove_key};

static bool start(struct element *element, struct text *error)
{
    const struct DirectIPLookup_args *args = element->args;
    struct DirectIPLookup *direct = element->state;
    if (!route_table_start(element, &index, args->route, args->capacity, error))
        return false;
    if (direct->table.capacity > KEYS) {
        text_string(error, "more than 32766 routes");
        return false;
    }
    direct->first = element_memory(element, FIRST * sizeof *direct->first, error);
    if (!direct->first)
        return false;
    direct->blocks = element_memory(element, (u64)direct->table.capacity * BLOCK * sizeof *direct->blocks, error);
    return direct->blocks && route_table_fill(element, args->route, error);
}

ROUTE_LOOKUP(DirectIPLookup, find)
ROUTE_CHANGES(DirectIPLookup)
ROUTE_FLUSH(DirectIPLookup)

const struct element_class DirectIPLookup_class = {
    DirectIPLookup_COMMON,
    .state_size = sizeof(struct DirectIPLookup),
    .start = start,
    .push = push,
};
