/*
 * Packets: fixed slots of one pool, which takes what memory the start of the router leaves.
 *
 * A slot holds struct packet, then its buffer: headroom, data, tailroom. Nothing is shared between
 * packets (packet_clone() copies), so every packet may be written to. packet_new() and packet_clone()
 * return NULL when the pool is empty; whoever wanted the packet counts the loss.
 */
#pragma once

#include "bytes.h"
#include "guard.h"

/* An odd number of cache lines: packets in a row do not fight for the same sets of the cache. */
#define PACKET_SLOT 2112u

/* Where data starts in a new packet: Ethernet, IP and transport headers share one cache line, IP aligned to 4. */
#define PACKET_DATA 194u

/* Of struct packet with pointers of any size, so that what fits into a packet is the same everywhere. */
#define PACKET_HEADER 104u

#define PACKET_HEADROOM (PACKET_DATA - PACKET_HEADER)
#define PACKET_MAX (PACKET_SLOT - PACKET_DATA) /* most bytes of data with the usual headroom */

#define PACKET_ANNOTATIONS 48u

enum packet_type { PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST, PACKET_OTHERHOST, PACKET_OUTGOING };

/* Offsets of Click's annotations. */
enum {
    ANNOTATION_DST_IP = 0,          /* 4 bytes, network order */
    ANNOTATION_PAINT = 16,          /* 1 */
    ANNOTATION_ICMP_PARAMPROB = 17, /* 1 */
    ANNOTATION_FIX_IP_SRC = 19,     /* 1 */
    ANNOTATION_AGGREGATE = 20,      /* 4 */
    ANNOTATION_VLAN_TCI = 20,       /* 2 */
    ANNOTATION_EXTRA_PACKETS = 24,  /* 4 */
    ANNOTATION_EXTRA_LENGTH = 28,   /* 4 */
};

struct packet {
    struct packet *next; /* in a batch, a queue or the pool */
    u8 *data;
    union {
        struct {
            u8 *mac, *network, *transport; /* headers; NULL: not set. They may lie outside the data after a strip. */
        };
        u8 *headers[3];
    };
    u64 timestamp;                 /* ns since 1970-01-01 UTC; 0: not set */
    u32 length;
    u8 type;
    u8 device; /* number of the device it came from, plus 1; 0: none */
    u16 reserved;
    u8 annotations[PACKET_ANNOTATIONS];
};

_Static_assert(sizeof(struct packet) <= PACKET_HEADER, "packet layout");

struct packet_pool {
    struct packet *free;
    u8 *fresh, *end; /* slots that were never used */
    u32 capacity, used;
    u64 failures;    /* packets that were wanted and not there */
};

/* Makes the pool out of `size` bytes of memory, which need not be zeroed. */
void packet_pool_init(struct packet_pool *pool, void *memory, u64 size);

/* Slots that are neither in use nor free: 0 as long as nobody wrote where he should not. */
u32 packet_pool_lost(const struct packet_pool *pool);

/* A packet of `length` bytes of undefined content with the usual headroom; annotations are zero. */
struct packet *packet_new(struct packet_pool *pool, u32 length);

/* A copy with the same room before and behind its data. */
struct packet *packet_clone(struct packet_pool *pool, const struct packet *packet);

void packet_free(struct packet_pool *pool, struct packet *packet);

/* The slow way of packet_push(): moves the data towards the end of the slot. */
bool packet_make_headroom(struct packet *packet, u32 bytes);

static inline u8 *packet_buffer(const struct packet *packet)
{
    return (u8 *)packet + PACKET_HEADER;
}

static inline u8 *packet_buffer_end(const struct packet *packet)
{
    return (u8 *)packet + PACKET_SLOT;
}

static inline u8 *packet_end(const struct packet *packet)
{
    return packet->data + packet->length;
}

static inline u32 packet_headroom(const struct packet *packet)
{
    return (u32)(packet->data - packet_buffer(packet));
}

static inline u32 packet_tailroom(const struct packet *packet)
{
    return (u32)(packet_buffer_end(packet) - packet_end(packet));
}

/* To be called when the data's end has moved. */
static inline void packet_guard(const struct packet *packet)
{
    guard_open(packet, packet_end(packet));
    guard_close(packet_end(packet), packet_buffer_end(packet));
}

/* Adds bytes in front; false: the slot has no room for them. */
static inline bool packet_push(struct packet *packet, u32 bytes)
{
    if (bytes > packet_headroom(packet) && !packet_make_headroom(packet, bytes))
        return false;
    packet->data -= bytes;
    packet->length += bytes;
    return true;
}

/* Removes bytes from the front; `bytes` is at most the length. */
static inline void packet_pull(struct packet *packet, u32 bytes)
{
    packet->data += bytes;
    packet->length -= bytes;
}

/* Adds bytes at the end; false: the slot has no room for them. */
static inline bool packet_put(struct packet *packet, u32 bytes)
{
    if (bytes > packet_tailroom(packet))
        return false;
    packet->length += bytes;
    packet_guard(packet);
    return true;
}

/* Removes bytes from the end; `bytes` is at most the length. */
static inline void packet_take(struct packet *packet, u32 bytes)
{
    packet->length -= bytes;
    packet_guard(packet);
}

/* Bytes from a header to the data's end; 0 when the header lies behind the end or is not set. */
static inline u32 packet_length_from(const struct packet *packet, const u8 *header)
{
    uintptr_t room = (uintptr_t)packet_end(packet) - (uintptr_t)header; /* too much also when there is no header */
    return room < PACKET_SLOT ? (u32)room : 0;
}

/* Whether it says when it came: to Click, a time within the first second of 1970 is none. */
static inline bool packet_is_dated(const struct packet *packet)
{
    return packet->timestamp >= 1000000000u;
}

static inline u32 packet_annotation32(const struct packet *packet, u32 offset)
{
    return load32(packet->annotations + offset);
}

static inline void packet_set_annotation32(struct packet *packet, u32 offset, u32 value)
{
    store32(packet->annotations + offset, value);
}
