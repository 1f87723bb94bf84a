/*
 * Routes of the look-up elements: a table of fixed size that finds the route of a prefix, and an index of the element's
 * own that finds the longest prefix of an address. A route is known by its key, its place in the table counted from 1;
 * key 0 is none.
 */
#pragma once

#include "arguments.h"
#include "element.h"

struct route {
    u32 address, mask; /* numbers */
    u32 gateway;       /* in memory order; 0: none */
    i32 output;        /* ROUTE_FREE: the place is free */
    u32 next;          /* key, in the same bucket */
};

#define ROUTE_FREE (-1)

/* Keeps an element's index in step with its table. Masks are prefixes. NULL functions are not called. */
struct route_index {
    void (*insert)(struct element *element, u32 key);

    /* `cover`: the longest other prefix around this one. */
    void (*remove)(struct element *element, u32 key, u32 cover);

    /* Some changes are complete. */
    void (*commit)(struct element *element);
};

/* Stands first in the state of its element. */
struct route_table {
    struct route *routes, *saved; /* by key; saved: as they were before a list of commands */
    u32 *buckets;
    u32 capacity, used;           /* used: all keys above are free */
    u32 count, bucket_bits;
    const struct route_index *index; /* NULL: the table itself is searched, masks may be anything */
    u64 drops;
};

/* Takes memory for `capacity` routes; 0: those of `list` and ROUTES_MORE. */
bool route_table_start(struct element *element, const struct route_index *index, struct plan_bytes list, u32 capacity,
                       struct text *error);

#define ROUTES_MORE 256u

/* Adds the routes of `list` once the index has its memory. */
bool route_table_fill(struct element *element, struct plan_bytes list, struct text *error);

/* The key of a prefix. */
u32 route_find(const struct route_table *table, u32 address, u32 mask);

/* Fill a free place, and free one; route_commit() when some of that is done. */
void route_attach(struct element *element, u32 key, const struct route *route);
void route_detach(struct element *element, u32 key);
void route_commit(struct element *element);

static inline bool route_is_prefix(u32 mask)
{
    return !(~mask & (~mask + 1));
}

void route_table_flush(struct element *element);

/* route-commands.c: what the other handlers do. */
enum route_command { ROUTE_ADD, ROUTE_SET, ROUTE_REMOVE };
bool route_table_write(struct element *element, enum route_command command, const char *value, u32 size,
                       struct text *error);
bool route_table_control(struct element *element, const char *value, u32 size, struct text *error);
void route_table_read(struct element *element, struct text *out);
bool route_table_query(struct element *element, const char *parameter, u32 size, struct text *out,
                       u32 (*find)(const void *state, u32 address));

/* Looks at every route: the key for an address (a number). Of two masks the one that holds the other counts. */
u32 route_table_search(const void *state, u32 address);

/* Counts a packet that no route takes, and frees it. */
void route_drop(struct element *element, struct packet *packet);

/* Sends packets on their routes. `find` gives the key for an address (a number). */
static inline __attribute__((always_inline)) void route_push(struct element *element, struct batch *batch,
                                                             u32 (*find)(const void *state, u32 address))
{
    const struct route_table *table = element->state;
    u32 last = 0, key = 0; /* one address often comes several times in a row */
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        u32 address = packet_annotation32(packet, ANNOTATION_DST_IP);
        if (!key || address != last)
            key = find(table, __builtin_bswap32(address));
        last = address;
        if (!key) {
            route_drop(element, packet);
            continue;
        }
        const struct route *route = &table->routes[key];
        if (route->gateway)
            packet_set_annotation32(packet, ANNOTATION_DST_IP, route->gateway);
        output_stage(element, (u32)route->output, packet);
    }
    output_flush(element);
}

/* The functions that the classes have in common; `find` as above. */
#define ROUTE_LOOKUP(class, find)                                                                                      \
    static void push(struct element *element, u32 port, struct batch *batch)                                           \
    {                                                                                                                  \
        (void)port;                                                                                                    \
        route_push(element, batch, find);                                                                              \
    }                                                                                                                  \
    static void class##_read_table(struct element *element, struct text *out)                                          \
    {                                                                                                                  \
        route_table_read(element, out);                                                                                \
    }                                                                                                                  \
    static bool class##_query_lookup(struct element *element, const char *parameter, u32 size, struct text *out)       \
    {                                                                                                                  \
        return route_table_query(element, parameter, size, out, find);                                                 \
    }                                                                                                                  \
    static void class##_read_drops(struct element *element, struct text *out)                                          \
    {                                                                                                                  \
        text_unsigned(out, ((const struct route_table *)element->state)->drops);                                       \
    }

#define ROUTE_CHANGES(class)                                                                                           \
    static bool class##_write_add(struct element *element, const char *value, u32 size, struct text *error)            \
    {                                                                                                                  \
        return route_table_write(element, ROUTE_ADD, value, size, error);                                              \
    }                                                                                                                  \
    static bool class##_write_set(struct element *element, const char *value, u32 size, struct text *error)            \
    {                                                                                                                  \
        return route_table_write(element, ROUTE_SET, value, size, error);                                              \
    }                                                                                                                  \
    static bool class##_write_remove(struct element *element, const char *value, u32 size, struct text *error)         \
    {                                                                                                                  \
        return route_table_write(element, ROUTE_REMOVE, value, size, error);                                           \
    }                                                                                                                  \
    static bool class##_write_ctrl(struct element *element, const char *value, u32 size, struct text *error)           \
    {                                                                                                                  \
        return route_table_control(element, value, size, error);                                                       \
    }

#define ROUTE_FLUSH(class)                                                                                             \
    static bool class##_write_flush(struct element *element, const char *value, u32 size, struct text *error)          \
    {                                                                                                                  \
        (void)value, (void)size, (void)error;                                                                          \
        route_table_flush(element);                                                                                    \
        return true;                                                                                                   \
    }
