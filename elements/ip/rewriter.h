/* What the rewriters have in common: specifications of inputs, mappings (flows whose packets change), handlers. */
#pragma once

#include "arguments.h"
#include "flow-table.h"
#include "ip.h"

#define REWRITER_NO_OUTPUT (-1)
#define REWRITER_NO_ANNOTATION 255u

/* A pattern with its place in a range that is gone through in turn. */
struct pattern {
    const struct rewriter_input *input;
    u32 next;
    struct rewriter_input written; /* where it came while the router runs */
};

/* Stands first in the state of its element. */
struct rewriter {
    struct flow_owner owner;
    struct flow_table *table; /* its own, or that of the rewriter it shares a capacity with */
    struct flow_table own;
    struct pattern *patterns; /* by input */
    u64 drops;
    struct timer reap;
    u64 reap_interval;
    struct shared_capacity capacity;
    bool dst_annotation;
    bool addresses_only; /* mappings know one address alone: see IPAddrRewriter */
    bool ping;           /* ids hold identifiers for ports: see ICMPPingRewriter */
    u8 reply_annotation; /* offset; or REWRITER_NO_ANNOTATION */

    /* Rewrites a packet and says where it leaves. */
    i32 (*rewrite)(struct element *element, u32 port, struct packet *packet);

    /* The key of a packet with that protocol and those ids, where an ICMP error quotes its answer; 0: none. */
    u32 (*find)(const struct rewriter *rewriter, u8 protocol, struct flow_id id);

};

/* The arguments that all of them have. */
#define REWRITER_START(element, args, error)                                                                           \
    rewriter_start(element, (args)->input, (args)->has_mapping_capacity ? &(args)->mapping_capacity : NULL,            \
                   (args)->reap_interval, (args)->has_reply_anno ? &(args)->reply_anno : NULL, error)

bool rewriter_start(struct element *element, struct plan_bytes inputs, const struct shared_capacity *capacity,
                    u64 reap_interval, const struct annotation *reply, struct text *error);

/* Times of one of its lists; rewriter_start() comes behind. */
static inline void rewriter_set_list(struct rewriter *rewriter, u32 list, u64 timeout, u64 guarantee)
{
    rewriter->owner.lists[list].timeout = timeout;
    rewriter->owner.lists[list].guarantee = guarantee;
}

/* The class's ready(), by which rewriters are known, and its push(). */
bool rewriter_ready(struct element *element, struct text *error);
void rewriter_push(struct element *element, u32 port, struct batch *batch);

static inline bool is_rewriter(const struct element *element)
{
    return CLASS(element->class, ready) == rewriter_ready;
}

/* Whether its outputs exist, and what it asks for can be done. */
bool rewriter_fits(const struct element *element, const struct rewriter_input *input);

/* Where packets leave that are none of the rewriter's. */
i32 rewriter_pass(const struct element *element, u32 port);

/* The key of a new mapping for a packet; 0: there is none, and it leaves by *output. */
u32 rewriter_map(struct element *element, u32 port, const struct packet *packet, struct flow_id id, u32 map, u32 list,
                 i32 *output);

/* Both addresses of an IP header. */
static inline u64 rewriter_addresses(const u8 *header)
{
    u64 addresses;
    memcpy(&addresses, header + IP_SOURCE, sizeof addresses);
    return addresses;
}

/* Changes a checksum whose sum grows by `growth` in direction 0. */
static inline void rewriter_checksum(u8 *field, u16 growth, u32 direction)
{
    u32 sum = (u16)~load16(field) + (u32)(direction ? (u16)~growth : growth);
    store16(field, (u16)~(sum + (sum >> 16)));
}

/* The same for those over addresses and TCP or UDP, where the packet is long enough to have one. */
void rewriter_transport_checksum(u8 *transport, u32 size, u8 protocol, u16 growth, u32 direction);

/* Sets the annotations of a packet that was rewritten; its destination is the second half of `addresses`. */
static inline void rewriter_annotate(const struct rewriter *rewriter, struct packet *packet, const struct flow *flow,
                                     u32 direction, u64 addresses)
{
    if (rewriter->dst_annotation)
        packet_set_annotation32(packet, ANNOTATION_DST_IP, (u32)(addresses >> 32));
    if (direction && rewriter->reply_annotation != REWRITER_NO_ANNOTATION)
        packet->annotations[rewriter->reply_annotation] = flow->reply_annotation;
}

/* Sets both addresses, annotations, and the header's checksum. */
static inline void rewriter_address(const struct rewriter *rewriter, struct packet *packet, const struct flow *flow,
                                    u32 direction)
{
    u8 *header = packet->network;
    u64 addresses = flow_rewritten(flow, direction).addresses;
    memcpy(header + IP_SOURCE, &addresses, sizeof addresses);
    rewriter_checksum(header + IP_CHECKSUM, flow->address_growth, direction);
    rewriter_annotate(rewriter, packet, flow, direction, addresses);
}

/* rewriter-handlers.c: prints the mappings of some lists, both directions of each. */
void rewriter_print_table(const struct element *element, u32 list, u32 lists, struct text *out);

/* "SADDR SPORT DADDR DPORT", and what it becomes. */
bool rewriter_query(const struct element *element, u8 protocol, const char *parameter, u32 size, struct text *out);
