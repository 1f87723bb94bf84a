#include "arp-table.h"

#include "platform.h"

#define POLL_INTERVAL 100000000u       /* ns between requests for the same address */
#define SLOW_POLL_INTERVAL 2000000000u /* once many had no answer */
#define SLOW_AFTER 10u /* requests without answer */

const u8 arp_unknown[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

static struct arp_host **bucket(const struct arp_table *table, u32 ip)
{
    u32 hash = (ip ^ table->seed) * 0x9e3779b1u;
    return &table->buckets[(hash ^ hash >> 16) & table->mask];
}

static struct arp_host *search(const struct arp_table *table, u32 ip)
{
    struct arp_host *host = *bucket(table, ip);
    while (host && host->ip != ip)
        host = host->next;
    return host;
}

bool arp_table_start(struct arp_table *table, struct element *element, u32 hosts, struct text *error)
{
    u32 size = 16;
    while (size < hosts && size < 1u << 31)
        size *= 2;
    struct arp_host *all = element_memory(element, (u64)hosts * sizeof *all, error);
    if (!all || !(table->buckets = element_memory(element, (u64)size * sizeof *table->buckets, error)))
        return false;
    for (u32 i = hosts; i--;) {
        all[i].next = table->free;
        table->free = &all[i];
    }
    table->mask = size - 1;
    table->seed = (u32)platform_random();
    table->pool = &element->router->pool;
    return true;
}

static bool expired(const struct arp_table *table, const struct arp_host *host, u64 now)
{
    return table->timeout && host->live + table->timeout < now;
}

static bool known(const struct arp_table *table, const struct arp_host *host, u64 now)
{
    return host->known && !expired(table, host, now);
}

/* Whether a request may be sent now, which then counts as sent. */
static bool poll_now(struct arp_host *host, u64 now)
{
    if (now < host->next_poll)
        return false;
    if (host->polls < 255)
        host->polls++;
    host->next_poll = now + (host->polls >= SLOW_AFTER ? SLOW_POLL_INTERVAL : POLL_INTERVAL);
    return true;
}

static void leave_age(struct arp_table *table, struct arp_host *host)
{
    *(host->older ? &host->older->younger : &table->oldest) = host->younger;
    *(host->younger ? &host->younger->older : &table->youngest) = host->older;
}

/* Behind all that are older than it; of those as old it is the first or the last. */
static void enter_age(struct arp_table *table, struct arp_host *host, bool first)
{
    struct arp_host *older = table->youngest;
    while (older && older->live + first > host->live)
        older = older->older;
    host->older = older;
    host->younger = older ? older->younger : table->oldest;
    *(older ? &older->younger : &table->oldest) = host;
    *(host->younger ? &host->younger->older : &table->youngest) = host;
}

static void drop_waiting(struct arp_table *table, struct arp_host *host, u32 count)
{
    struct batch dropped = BATCH_EMPTY;
    batch_split(&host->waiting, count, &dropped);
    table->waiting -= dropped.count;
    table->drops += dropped.count;
    batch_free(table->pool, &dropped);
}

static void forget(struct arp_table *table, struct arp_host *host)
{
    struct arp_host **link = bucket(table, host->ip);
    while (*link != host)
        link = &(*link)->next;
    *link = host->next;
    leave_age(table, host);
    drop_waiting(table, host, host->waiting.count);
    host->next = table->free;
    table->free = host;
    table->count--;
}

void arp_table_expire(struct arp_table *table, u64 now)
{
    while (table->oldest && expired(table, table->oldest, now))
        forget(table, table->oldest);
}

void arp_table_clear(struct arp_table *table)
{
    while (table->oldest)
        forget(table, table->oldest);
}

static struct arp_host *ensure(struct arp_table *table, u32 ip, u64 now)
{
    struct arp_host *host = search(table, ip);
    if (host)
        return host;
    if (!table->free)
        arp_table_expire(table, now);
    if (!table->free)
        forget(table, table->oldest);
    host = table->free;
    table->free = host->next;
    *host = (struct arp_host){.next = *bucket(table, ip), .ip = ip, .live = now};
    memcpy(host->ethernet, arp_unknown, 6);
    *bucket(table, ip) = host;
    enter_age(table, host, false);
    table->count++;
    return host;
}

const u8 *arp_table_find(struct arp_table *table, u32 ip, u64 now, u64 poll_timeout, bool *poll)
{
    struct arp_host *host = search(table, ip);
    *poll = false;
    if (!host || !known(table, host, now))
        return NULL;
    *poll = poll_timeout && now >= host->live + poll_timeout && poll_now(host, now);
    return host->ethernet;
}

void arp_table_insert(struct arp_table *table, u32 ip, const u8 ethernet[6], u64 now, struct batch *waited)
{
    struct arp_host *host = ensure(table, ip, now);
    memcpy(host->ethernet, ethernet, 6);
    host->known = memcmp(ethernet, arp_unknown, 6) != 0;
    host->live = now;
    host->polls = 0;
    host->next_poll = 0;
    leave_age(table, host);
    enter_age(table, host, false);
    if (!waited)
        return;
    table->waiting -= host->waiting.count;
    batch_move(waited, &host->waiting);
}

/* A host that packets are sent to stays just on this side of its timeout. */
static void keep_alive(struct arp_table *table, struct arp_host *host, u64 now)
{
    if (!table->timeout || host->live + table->timeout >= now)
        return;
    host->live = now - table->timeout;
    leave_age(table, host);
    enter_age(table, host, true);
}

/* Packets may not wait in such number that none are left to receive the answers with. */
static u32 room(const struct arp_table *table)
{
    u32 share = table->pool->capacity / 4;
    return table->capacity && table->capacity < share ? table->capacity : share;
}

/* Packets of the oldest hosts go, down to the part of the capacity that shall be free. */
static void slim(struct arp_table *table)
{
    u32 most = room(table);
    u32 keep = most - most / table->slim_factor;
    if (!keep)
        keep = 1; /* the packet that is coming: it is counted, and not there yet */
    for (struct arp_host *host = table->oldest; host && table->waiting > keep; host = host->younger)
        drop_waiting(table, host, table->waiting - keep);
}

bool arp_table_wait(struct arp_table *table, u32 ip, struct packet *packet, u64 now)
{
    struct arp_host *host = ensure(table, ip, now);
    keep_alive(table, host, now);
    if (table->host_capacity && host->waiting.count >= table->host_capacity) {
        table->drops++;
        packet_free(table->pool, packet);
        return false;
    }
    if (++table->waiting > room(table))
        slim(table);
    batch_append(&host->waiting, packet);
    return poll_now(host, now);
}

void arp_table_print(const struct arp_table *table, u64 now, struct text *out)
{
    for (const struct arp_host *host = table->oldest; host; host = host->younger) {
        text_ip(out, (const u8 *)&host->ip);
        text_string(out, known(table, host, now) ? " 1 " : " 0 ");
        text_ethernet(out, host->ethernet);
        text_char(out, ' ');
        text_time(out, (now - host->live) / 1000000 * 1000000);
        text_char(out, '\n');
    }
}
