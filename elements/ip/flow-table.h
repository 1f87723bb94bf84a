/*
 * Flows that rewriters know, in a table of fixed size that several rewriters may share.
 *
 * A flow is found by two ids: that of the packets it began with (direction 0), and that of those that answer
 * (direction 1). A key names a flow and one of its directions. Flows with the same life span are in one list in the
 * order of their use, so that the first of a list is the first to go.
 */
#pragma once

#include "element.h"

/* As in headers: the source's address or port is the lower half. */
struct flow_id {
    u64 addresses;
    u32 ports;
};

struct flow {
    u64 addresses[2]; /* ids, by direction */
    u32 ports[2];
    u32 chain[2];     /* keys, in the same bucket */
    u64 used;         /* when its last packet came */
    u32 previous, next; /* numbers of flows, in the list; the free ones are chained by `next` */
    u16 outputs[2];
    u16 address_growth, growth; /* by which sums of checksums grow in direction 0: addresses, and ports too */
    u32 map;          /* see flow_map() */
    u8 input, list, state, reply_annotation;
};

_Static_assert(sizeof(struct flow) == 64, "a flow takes one cache line");

struct flow_list {
    u32 first, last; /* numbers of flows */
    u64 timeout, guarantee;
};

#define FLOW_LISTS 5u

struct flow_count {
    u32 flows, failures;
};

/* Who makes flows: a rewriter. */
struct flow_owner {
    struct flow_owner *next;   /* of the same table */
    struct flow_count *counts; /* by input */
    struct flow_list lists[FLOW_LISTS];
    u32 number;
};

struct flow_table {
    struct flow *flows; /* by number, from 1 */
    u32 *buckets;
    struct flow_owner *owners;
    u32 room, capacity; /* what there is memory for, and the most flows now: no more than that */
    u32 count, fresh, freed;
    u32 shift;
    u64 seed;
};

/* Takes memory for `capacity` flows. */
bool flow_table_start(struct flow_table *table, struct element *element, u32 capacity, struct text *error);

void flow_table_join(struct flow_table *table, struct flow_owner *owner);

/* Flows of different maps have nothing to do with each other. */
static inline u32 flow_map(const struct flow_owner *owner, u8 protocol)
{
    return owner->number << 8 | protocol;
}

static inline struct flow *flow_of(const struct flow_table *table, u32 key)
{
    return &table->flows[key >> 1];
}

static inline u32 flow_direction(u32 key)
{
    return key & 1;
}

static inline struct flow_id flow_reverse(struct flow_id id)
{
    return (struct flow_id){id.addresses >> 32 | id.addresses << 32, id.ports >> 16 | id.ports << 16};
}

static inline struct flow_id flow_id_of(const struct flow *flow, u32 direction)
{
    return (struct flow_id){flow->addresses[direction], flow->ports[direction]};
}

/* What the packets found by that key become. */
static inline struct flow_id flow_rewritten(const struct flow *flow, u32 direction)
{
    return flow_reverse(flow_id_of(flow, !direction));
}

static inline u32 flow_source(struct flow_id id)
{
    return (u32)id.addresses;
}

static inline u32 flow_destination(struct flow_id id)
{
    return (u32)(id.addresses >> 32);
}

static inline u16 flow_source_port(struct flow_id id)
{
    return (u16)id.ports;
}

static inline u16 flow_destination_port(struct flow_id id)
{
    return (u16)(id.ports >> 16);
}

/* The key of a packet; 0: no flow knows it. */
u32 flow_find(const struct flow_table *table, struct flow_id id, u32 map);

/*
 * A new flow of the owner's first list or another one, whose packets become `to`. A flow that is answered by the same
 * packets goes. When the table is full, the flow without guarantee goes that would die first. NULL: that is this one.
 */
struct flow *flow_add(struct flow_table *table, struct flow_owner *owner, u32 list, struct flow_id from,
                      struct flow_id to, u32 map, u64 now);

/* The flow goes to the end of that list of its owner. */
void flow_move(struct flow_table *table, struct flow_owner *owner, u32 number, u32 list);

/* A packet with that key has come; the flow belongs into that list. */
static inline void flow_use(struct flow_table *table, struct flow_owner *owner, u32 key, u32 list, u64 now)
{
    struct flow *flow = flow_of(table, key);
    flow->used = now;
    if (flow->list != list || owner->lists[list].last != key >> 1)
        flow_move(table, owner, key >> 1, list);
}

/* When it dies, or while it has a guarantee, when that ends. */
u64 flow_end(const struct flow_list *list, const struct flow *flow, u64 now);

/* Removes the flows that this owner has from one of its inputs. */
void flow_table_forget(struct flow_table *table, const struct flow_owner *owner, u32 input);

/* Removes at most `limit` flows: dead ones, then what is more than `capacity`. true: there may be more. */
bool flow_table_shrink(struct flow_table *table, u64 now, u32 capacity, u32 limit);
