#include "elements/RangeIPLookup.h"

#include "route-table.h"

/*
 * The addresses as ranges with one route each, in order. The first bits of an address say between which two ranges to
 * search. All ranges are made anew from the routes when some have changed.
 */

#define SHIFT 20u
#define PARTS (1u << (32 - SHIFT))

struct RangeIPLookup {
    struct route_table table;
    u32 *order, ordered;       /* keys by address, of equal ones the shorter prefix first */
    u32 *starts, *keys, count; /* first addresses of the ranges and their routes */
    u32 *parts;                /* the range of the first address of each part; one more for the last range */
    bool changed;
};

static u32 find(const void *state, u32 address)
{
    const struct RangeIPLookup *range = state;
    const u32 *part = &range->parts[address >> SHIFT];
    u32 low = part[0], high = part[1];
    while (low < high) {
        u32 middle = (low + high + 1) / 2;
        if (range->starts[middle] <= address)
            low = middle;
        else
            high = middle - 1;
    }
    return range->keys[low];
}

/* How many routes come before. */
static u32 position(const struct RangeIPLookup *range, const struct route *route)
{
    const struct route *routes = range->table.routes;
    u32 low = 0, high = range->ordered;
    while (low < high) {
        u32 middle = (low + high) / 2;
        const struct route *other = &routes[range->order[middle]];
        if (other->address < route->address || (other->address == route->address && other->mask < route->mask))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void insert(struct element *element, u32 key)
{
    struct RangeIPLookup *range = element->state;
    u32 *place = &range->order[position(range, &range->table.routes[key])];
    memmove(place + 1, place, (u32)(range->order + range->ordered++ - place) * sizeof *place);
    *place = key;
    range->changed = true;
}

static void remove_key(struct element *element, u32 key, u32 cover)
{
    struct RangeIPLookup *range = element->state;
    u32 *place = &range->order[position(range, &range->table.routes[key])];
    (void)cover;
    memmove(place, place + 1, (u32)(range->order + --range->ordered - place) * sizeof *place);
    range->changed = true;
}

/* From `start` on, `key` counts. */
static void add_range(struct RangeIPLookup *range, u32 start, u32 key)
{
    if (range->count && range->starts[range->count - 1] == start)
        range->count--;
    if (range->count && range->keys[range->count - 1] == key)
        return;
    range->starts[range->count] = start;
    range->keys[range->count++] = key;
}

static void make_parts(struct RangeIPLookup *range)
{
    u32 at = 0;
    for (u32 part = 0; part < PARTS; part++) {
        while (at + 1 < range->count && range->starts[at + 1] <= part << SHIFT)
            at++;
        range->parts[part] = at;
    }
    range->parts[PARTS] = range->count - 1;
}

/* The prefixes around the one at hand lie on a stack; where one ends, the one around it goes on. */
static void commit(struct element *element)
{
    struct RangeIPLookup *range = element->state;
    const struct route *routes = range->table.routes;
    u32 stack[34] = {0}, depth = 0;
    if (!range->changed)
        return;
    range->changed = false;
    range->count = 0;
    add_range(range, 0, 0);
    for (u32 i = 0; i <= range->ordered; i++) {
        const struct route *next = i < range->ordered ? &routes[range->order[i]] : NULL;
        for (; depth; depth--) {
            const struct route *inner = &routes[stack[depth]];
            u32 last = inner->address | ~inner->mask;
            if (next && next->address <= last)
                break;
            if (~last)
                add_range(range, last + 1, stack[depth - 1]);
        }
        if (next) {
            stack[++depth] = range->order[i];
            add_range(range, next->address, stack[depth]);
        }
    }
    make_parts(range);
}

static const struct route_index index = {.insert = insert, .remove = remove_key, .commit = commit};

static bool start(struct element *element, struct text *error)
{
    const struct RangeIPLookup_args *args = element->args;
    struct RangeIPLookup *range = element->state;
    if (!route_table_start(element, &index, args->route, args->capacity, error))
        return false;
    u64 capacity = range->table.capacity, ranges = 2 * capacity + 1;
    u32 *memory = element_memory(element, (capacity + 2 * ranges + PARTS + 1) * sizeof *memory, error);
    if (!memory)
        return false;
    range->order = memory;
    range->starts = range->order + capacity;
    range->keys = range->starts + ranges;
    range->parts = range->keys + ranges;
    range->changed = true;
    return route_table_fill(element, args->route, error);
}

ROUTE_LOOKUP(RangeIPLookup, find)
ROUTE_CHANGES(RangeIPLookup)
ROUTE_FLUSH(RangeIPLookup)

const struct element_class RangeIPLookup_class = {
    RangeIPLookup_COMMON,
    .state_size = sizeof(struct RangeIPLookup),
    .start = start,
    .push = push,
};
