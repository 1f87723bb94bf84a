#include "route-table.h"

#define COMPLAINTS 5u /* packets without route that the log tells of, as in Click */

static u32 *bucket(const struct route_table *table, u32 address, u32 mask)
{
    u32 hash = (address ^ mask * 0x9e3779b1u) * 0x85ebca6bu;
    return &table->buckets[hash >> (32 - table->bucket_bits)];
}

u32 route_find(const struct route_table *table, u32 address, u32 mask)
{
    u32 key = *bucket(table, address, mask);
    while (key && (table->routes[key].address != address || table->routes[key].mask != mask))
        key = table->routes[key].next;
    return key;
}

u32 route_table_search(const void *state, u32 address)
{
    const struct route_table *table = state;
    u32 best = 0, mask = 0;
    for (u32 key = 1; key <= table->used; key++) {
        const struct route *route = &table->routes[key];
        if ((address & route->mask) == route->address && (!best || (route->mask & mask) == mask)) {
            best = key;
            mask = route->mask;
        }
    }
    return best;
}

static u32 find_cover(const struct route_table *table, const struct route *route)
{
    u32 mask = route->mask, key = 0;
    while (mask && !key) {
        mask <<= 1;
        key = route_find(table, route->address & mask, mask);
    }
    return key;
}

/* An address that its mask can never give: nothing matches a free place. */
static void clear_place(struct route *route)
{
    *route = (struct route){.address = 1, .output = ROUTE_FREE};
}

void route_attach(struct element *element, u32 key, const struct route *route)
{
    struct route_table *table = element->state;
    struct route *place = &table->routes[key];
    u32 *head = bucket(table, route->address, route->mask);
    *place = *route;
    place->next = *head;
    *head = key;
    table->count++;
    if (key > table->used)
        table->used = key;
    if (table->index)
        table->index->insert(element, key);
}

void route_detach(struct element *element, u32 key)
{
    struct route_table *table = element->state;
    struct route *route = &table->routes[key];
    u32 *link = bucket(table, route->address, route->mask);
    while (*link != key)
        link = &table->routes[*link].next;
    *link = route->next;
    if (table->index)
        table->index->remove(element, key, find_cover(table, route));
    clear_place(route);
    table->count--;
}

void route_commit(struct element *element)
{
    const struct route_table *table = element->state;
    if (table->index && table->index->commit)
        table->index->commit(element);
}

bool route_table_start(struct element *element, const struct route_index *index, struct plan_bytes list, u32 capacity,
                       struct text *error)
{
    struct route_table *table = element->state;
    u32 given = list.size / (u32)sizeof(struct ip_route);
    table->capacity = capacity ? capacity : given + ROUTES_MORE;
    table->index = index;
    if (table->capacity < given) {
        text_string(error, "CAPACITY is less than the number of routes");
        return false;
    }
    for (table->bucket_bits = 4; table->bucket_bits < 31 && 1u << table->bucket_bits < table->capacity;)
        table->bucket_bits++;
    u64 size = (table->capacity + 1ull) * sizeof *table->routes;
    table->routes = element_memory(element, size, error);
    table->saved = table->routes ? element_memory(element, size, error) : NULL;
    table->buckets = table->saved ? element_memory(element, sizeof(u32) << table->bucket_bits, error) : NULL;
    if (!table->buckets)
        return false;
    for (u32 key = 0; key <= table->capacity; key++)
        clear_place(&table->routes[key]);
    return true;
}

bool route_table_fill(struct element *element, struct plan_bytes list, struct text *error)
{
    const struct ip_route *given = element_bytes(element, list);
    for (u32 i = 0; i < list.size / sizeof *given; i++) {
        struct route route = {load_be32(given[i].address), load_be32(given[i].mask), load32(given[i].gateway),
                              (i32)given[i].output, 0};
        if (((struct route_table *)element->state)->index && !route_is_prefix(route.mask)) {
            text_ip_prefix(error, given[i].address, given[i].mask);
            text_string(error, ": the mask is no prefix");
            return false;
        }
        route_attach(element, i + 1, &route);
    }
    route_commit(element);
    return true;
}

void route_table_flush(struct element *element)
{
    struct route_table *table = element->state;
    for (u32 key = table->used; key; key--)
        if (table->routes[key].output != ROUTE_FREE)
            route_detach(element, key);
    table->used = 0;
    route_commit(element);
}

void route_drop(struct element *element, struct packet *packet)
{
    struct route_table *table = element->state;
    if (table->drops++ < COMPLAINTS) {
        struct text *line = router_log(element->router);
        element_text_name(element, line);
        text_string(line, ": no route for ");
        text_ip(line, packet->annotations + ANNOTATION_DST_IP);
        router_log_end(element->router);
    }
    element_free(element, packet);
}
