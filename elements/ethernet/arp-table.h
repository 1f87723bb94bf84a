/*
 * Ethernet addresses by IP address, and the packets that wait for one.
 *
 * All memory is taken at start: when no entry is free the oldest makes room. Times are ns on the turn's clock,
 * with Click's meaning of a timeout, of a poll and of the capacities.
 */
#pragma once

#include "element.h"

struct arp_host {
    struct arp_host *next;            /* in its bucket, or of the free ones */
    struct arp_host *older, *younger; /* by the time of the last answer */
    u32 ip;                           /* in memory order */
    u8 ethernet[6];
    bool known;
    u8 polls;         /* requests since the last answer, as far as 255 */
    u64 live;         /* when it was last heard of */
    u64 next_poll;    /* before then it is not asked for again */
    struct batch waiting;
};

struct arp_table {
    struct arp_host **buckets, *free, *oldest, *youngest;
    struct packet_pool *pool;
    u32 mask;  /* buckets less 1 */
    u32 seed;  /* of the hash, so that nobody can choose addresses that share a bucket */
    u32 count; /* hosts */
    u32 waiting, capacity, host_capacity, slim_factor; /* packets that wait; 0: no limit of its own */
    u64 timeout;                                        /* 0: never */
    u64 drops;
};

/* Takes memory for `hosts` entries. */
bool arp_table_start(struct arp_table *table, struct element *element, u32 hosts, struct text *error);

/*
 * The Ethernet address for `ip`; NULL: it is not known. `poll`: it should be asked for again, because it was
 * last heard of so long ago (`poll_timeout`, 0: never).
 */
const u8 *arp_table_find(struct arp_table *table, u32 ip, u64 now, u64 poll_timeout, bool *poll);

/* The Ethernet address of a host of which none is known, as Click writes it. */
extern const u8 arp_unknown[6];

/* What is known now; the packets that waited for it are moved into `waited`, or wait on when that is NULL. */
void arp_table_insert(struct arp_table *table, u32 ip, const u8 ethernet[6], u64 now, struct batch *waited);

/* Keeps a packet until an answer comes, or drops (and counts) it; true: a request should be sent. */
bool arp_table_wait(struct arp_table *table, u32 ip, struct packet *packet, u64 now);

/* Forgets what is too old. */
void arp_table_expire(struct arp_table *table, u64 now);
void arp_table_clear(struct arp_table *table);

/* One entry a line, the oldest first: ADDR KNOWN ETHER AGE. */
void arp_table_print(const struct arp_table *table, u64 now, struct text *out);
