#include "flow-table.h"

#include "checksum.h"
#include "platform.h"

bool flow_table_start(struct flow_table *table, struct element *element, u32 capacity, struct text *error)
{
    u32 bits = 1;
    while (bits < 31 && 1u << bits < capacity)
        bits++;
    bits++;
    table->room = table->capacity = capacity;
    table->fresh = 1;
    table->shift = 64 - bits;
    table->seed = platform_random() | 1;
    table->flows = element_memory(element, (capacity + 1ull) * sizeof *table->flows, error);
    if (!table->flows)
        return false;
    table->buckets = element_memory(element, sizeof *table->buckets << bits, error);
    return table->buckets != NULL;
}

void flow_table_join(struct flow_table *table, struct flow_owner *owner)
{
    owner->number = table->owners ? table->owners->number + 1 : 0;
    owner->next = table->owners;
    table->owners = owner;
}

/* The seed keeps others from choosing flows that meet in one bucket. */
static inline u32 *bucket_of(const struct flow_table *table, struct flow_id id, u32 map)
{
    u64 hash = id.addresses * table->seed;
    hash = (hash ^ hash >> 32 ^ id.ports ^ (u64)map << 32) * 0x9e3779b97f4a7c15u;
    return &table->buckets[hash >> table->shift];
}

u32 flow_find(const struct flow_table *table, struct flow_id id, u32 map)
{
    u32 key = *bucket_of(table, id, map);
    while (key) {
        const struct flow *flow = flow_of(table, key);
        u32 direction = flow_direction(key);
        if (flow->addresses[direction] == id.addresses && flow->ports[direction] == id.ports && flow->map == map)
            break;
        key = flow->chain[direction];
    }
    return key;
}

static u32 *bucket_of_key(const struct flow_table *table, u32 key)
{
    const struct flow *flow = flow_of(table, key);
    return bucket_of(table, flow_id_of(flow, flow_direction(key)), flow->map);
}

static u32 *chain_of(const struct flow_table *table, u32 key)
{
    return &flow_of(table, key)->chain[flow_direction(key)];
}

static void attach(struct flow_table *table, u32 key)
{
    u32 *bucket = bucket_of_key(table, key);
    *chain_of(table, key) = *bucket;
    *bucket = key;
}

static void detach(struct flow_table *table, u32 key)
{
    u32 *at = bucket_of_key(table, key);
    while (*at != key)
        at = chain_of(table, *at);
    *at = *chain_of(table, key);
}

static void append(struct flow_table *table, struct flow_list *list, u32 number)
{
    struct flow *flow = &table->flows[number];
    flow->previous = list->last;
    flow->next = 0;
    *(list->last ? &table->flows[list->last].next : &list->first) = number;
    list->last = number;
}

static void take_out(struct flow_table *table, struct flow_list *list, const struct flow *flow)
{
    *(flow->previous ? &table->flows[flow->previous].next : &list->first) = flow->next;
    *(flow->next ? &table->flows[flow->next].previous : &list->last) = flow->previous;
}

void flow_move(struct flow_table *table, struct flow_owner *owner, u32 number, u32 list)
{
    struct flow *flow = &table->flows[number];
    take_out(table, &owner->lists[flow->list], flow);
    append(table, &owner->lists[list], number);
    flow->list = (u8)list;
}

static struct flow_owner *owner_of(const struct flow_table *table, const struct flow *flow)
{
    struct flow_owner *owner = table->owners;
    while (owner->number != flow->map >> 8)
        owner = owner->next;
    return owner;
}

static void destroy(struct flow_table *table, struct flow *flow)
{
    struct flow_owner *owner = owner_of(table, flow);
    u32 number = (u32)(flow - table->flows);
    detach(table, number * 2);
    detach(table, number * 2 + 1);
    take_out(table, &owner->lists[flow->list], flow);
    owner->counts[flow->input].flows--;
    flow->next = table->freed;
    table->freed = number;
    table->count--;
}

void flow_table_forget(struct flow_table *table, const struct flow_owner *owner, u32 input)
{
    for (const struct flow_list *list = owner->lists; list < owner->lists + FLOW_LISTS; list++)
        for (u32 number = list->first, next; number; number = next) {
            next = table->flows[number].next;
            if (table->flows[number].input == input)
                destroy(table, &table->flows[number]);
        }
}

u64 flow_end(const struct flow_list *list, const struct flow *flow, u64 now)
{
    u64 guaranteed = flow->used + list->guarantee;
    return guaranteed > now ? guaranteed : flow->used + list->timeout;
}

/* The flow that dies first, of those with or without a guarantee now. */
static struct flow *first_to_go(const struct flow_table *table, u64 now, bool guaranteed, u64 *end)
{
    struct flow *first = NULL;
    *end = TIMER_NEVER;
    for (const struct flow_owner *owner = table->owners; owner; owner = owner->next)
        for (const struct flow_list *list = owner->lists; list < owner->lists + FLOW_LISTS; list++) {
            struct flow *flow = &table->flows[list->first];
            if (!list->first || (flow->used + list->guarantee > now) != guaranteed)
                continue;
            if (flow_end(list, flow, now) < *end) {
                *end = flow_end(list, flow, now);
                first = flow;
            }
        }
    return first;
}

bool flow_table_shrink(struct flow_table *table, u64 now, u32 capacity, u32 limit)
{
    for (; limit; limit--) {
        u64 end;
        struct flow *flow = first_to_go(table, now, false, &end);
        if (!flow || (end > now && table->count <= capacity)) {
            if (table->count <= capacity)
                return false;
            if (!flow)
                flow = first_to_go(table, now, true, &end);
        }
        destroy(table, flow);
    }
    return true;
}

/* Whether there is room for one more, which would go at `own_end`; TIMER_NEVER: it has a guarantee. */
static bool make_room(struct flow_table *table, u64 now, u64 own_end)
{
    u64 end;
    if (table->count < table->capacity)
        return true;
    struct flow *flow = first_to_go(table, now, false, &end);
    if (!flow || own_end < end)
        return false;
    destroy(table, flow);
    return true;
}

static u32 take_number(struct flow_table *table)
{
    u32 number = table->freed;
    if (!number)
        return table->fresh++;
    table->freed = table->flows[number].next;
    return number;
}

struct flow *flow_add(struct flow_table *table, struct flow_owner *owner, u32 list, struct flow_id from,
                      struct flow_id to, u32 map, u64 now)
{
    const struct flow_id answer = flow_reverse(to);
    const u64 less = ~from.addresses, addresses = (u32)less + (less >> 32) + (u32)to.addresses + (to.addresses >> 32);
    const struct flow_list *life = &owner->lists[list];
    u32 old = flow_find(table, answer, map);
    if (old)
        destroy(table, flow_of(table, old));
    if (!make_room(table, now, life->guarantee ? TIMER_NEVER : now + life->timeout))
        return NULL;
    u32 number = take_number(table);
    struct flow *flow = &table->flows[number];
    *flow = (struct flow){
        .addresses = {from.addresses, answer.addresses},
        .ports = {from.ports, answer.ports},
        .used = now,
        .address_growth = checksum_fold(addresses),
        .growth = checksum_fold(addresses + (u32)~from.ports + to.ports),
        .map = map,
        .list = (u8)list,
    };
    attach(table, number * 2);
    attach(table, number * 2 + 1);
    append(table, &owner->lists[list], number);
    table->count++;
    return flow;
}
