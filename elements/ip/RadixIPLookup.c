#include "elements/RadixIPLookup.h"

#include "route-table.h"

/*
 * A tree whose root has a place for each first byte of an address and whose other nodes have one for each value of the
 * next 4 bits. A place holds the longest prefix that ends in its node and covers it, and the node for what is longer.
 */

#define ROOT 256u
#define NODE 16u

struct place {
    u32 key, child;
};

struct RadixIPLookup {
    struct route_table table;
    struct place *places; /* the root's, then those of nodes 1, 2, ... */
    u32 fresh, freed;     /* the first node that was never used; a list of free ones through their first child */
};

static struct place *node_places(const struct RadixIPLookup *radix, u32 node)
{
    return radix->places + (node ? ROOT + (node - 1) * NODE : 0);
}

static struct place *place_of(const struct RadixIPLookup *radix, u32 node, u32 shift, u32 address)
{
    return node_places(radix, node) + (address >> shift & ((node ? NODE : ROOT) - 1));
}

static u32 find(const void *state, u32 address)
{
    const struct RadixIPLookup *radix = state;
    const struct place *place = &radix->places[address >> 24];
    u32 key = place->key;
    for (u32 shift = 20; place->child; shift -= 4) {
        place = &radix->places[ROOT + (place->child - 1) * NODE + (address >> shift & (NODE - 1))];
        if (place->key)
            key = place->key;
    }
    return key;
}

/* There is always one: see node_count(). */
static u32 take_node(struct RadixIPLookup *radix)
{
    u32 node = radix->freed;
    if (!node)
        return radix->fresh++;
    radix->freed = node_places(radix, node)->child;
    node_places(radix, node)->child = 0;
    return node;
}

static bool is_longer(u32 mask, u32 shift)
{
    return mask & ((1u << shift) - 1);
}

/* Where the places in its node that a route covers begin; returns how many they are. */
static u32 covered(const struct RadixIPLookup *radix, u32 node, u32 shift, const struct route *route,
                   struct place **from)
{
    *from = place_of(radix, node, shift, route->address);
    return (~route->mask >> shift & ((node ? NODE : ROOT) - 1)) + 1;
}

static void insert(struct element *element, u32 key)
{
    struct RadixIPLookup *radix = element->state;
    const struct route *routes = radix->table.routes, *route = &routes[key];
    u32 node = 0, shift = 24;
    struct place *place;
    for (; is_longer(route->mask, shift); shift -= 4) {
        place = place_of(radix, node, shift, route->address);
        if (!place->child)
            place->child = take_node(radix);
        node = place->child;
    }
    for (u32 left = covered(radix, node, shift, route, &place); left; left--, place++)
        if (!place->key || routes[place->key].mask <= route->mask)
            place->key = key;
}

/* Frees a node without routes, below its place in the node above. */
static bool free_empty(struct RadixIPLookup *radix, struct place *above)
{
    struct place *places = node_places(radix, above->child);
    for (u32 i = 0; i < NODE; i++)
        if (places[i].key || places[i].child)
            return false;
    places->child = radix->freed;
    radix->freed = above->child;
    above->child = 0;
    return true;
}

static void remove_key(struct element *element, u32 key, u32 cover)
{
    struct RadixIPLookup *radix = element->state;
    const struct route *routes = radix->table.routes, *route = &routes[key];
    struct place *path[6], *place;
    u32 node = 0, shift = 24, depth = 0;
    for (; is_longer(route->mask, shift); shift -= 4) {
        path[depth] = place_of(radix, node, shift, route->address);
        node = path[depth++]->child;
    }
    if (node && cover && !is_longer(routes[cover].mask, shift + 4))
        cover = 0;
    for (u32 left = covered(radix, node, shift, route, &place); left; left--, place++)
        if (place->key == key)
            place->key = cover;
    while (depth && free_empty(radix, path[depth - 1]))
        depth--;
}

/* Nodes that so many routes need at most: one each a level, but a level has no more than there are prefixes. */
static u64 node_count(u32 routes)
{
    u64 count = 0;
    for (u32 bits = 8; bits < 32; bits += 4)
        count += routes < 1u << bits ? routes : 1u << bits;
    return count;
}

static const struct route_index index = {.insert = insert, .remove = remove_key};

static bool start(struct element *element, struct text *error)
{
    const struct RadixIPLookup_args *args = element->args;
    struct RadixIPLookup *radix = element->state;
    if (!route_table_start(element, &index, args->route, args->capacity, error))
        return false;
    u64 places = ROOT + node_count(radix->table.capacity) * NODE;
    radix->fresh = 1;
    radix->places = element_memory(element, places * sizeof *radix->places, error);
    return radix->places && route_table_fill(element, args->route, error);
}

ROUTE_LOOKUP(RadixIPLookup, find)
ROUTE_CHANGES(RadixIPLookup)
ROUTE_FLUSH(RadixIPLookup)

const struct element_class RadixIPLookup_class = {
    RadixIPLookup_COMMON,
    .state_size = sizeof(struct RadixIPLookup),
    .start = start,
    .push = push,
};
