#include "batch.h"

void packet_pool_init(struct packet_pool *pool, void *memory, u64 size)
{
    pool->free = NULL;
    pool->fresh = memory;
    pool->capacity = (u32)(size / PACKET_SLOT);
    pool->end = pool->fresh + (u64)pool->capacity * PACKET_SLOT;
    pool->used = 0;
    pool->failures = 0;
}

/* Slots come into use one by one, so that making the pool costs nothing. */
static struct packet *fresh_slot(struct packet_pool *pool)
{
    struct packet *packet = (struct packet *)pool->fresh;
    if (pool->fresh == pool->end) {
        pool->failures++;
        return NULL;
    }
    pool->fresh += PACKET_SLOT;
    return packet;
}

static inline struct packet *take_slot(struct packet_pool *pool)
{
    struct packet *packet = pool->free;
    if (packet)
        pool->free = packet->next;
    else if (!(packet = fresh_slot(pool)))
        return NULL;
    pool->used++;
    guard_open(packet, packet_buffer_end(packet));
    return packet;
}

struct packet *packet_new(struct packet_pool *pool, u32 length)
{
    struct packet *packet;
    if (length > PACKET_MAX || !(packet = take_slot(pool)))
        return NULL;
    *packet = (struct packet){.data = (u8 *)packet + PACKET_DATA, .length = length};
    packet_guard(packet);
    return packet;
}

/* All but the link, which in a run of free slots is right as it is; length, type and device with one store. */
static inline void init_packet(struct packet *packet, u64 length)
{
    _Static_assert(offsetof(struct packet, annotations) == offsetof(struct packet, length) + sizeof length, "");
    guard_open(packet, packet_buffer_end(packet));
    packet->data = (u8 *)packet + PACKET_DATA;
    packet->mac = packet->network = packet->transport = NULL;
    packet->timestamp = 0;
    memcpy(&packet->length, &length, sizeof length);
    memset(packet->annotations, 0, sizeof packet->annotations);
    packet_guard(packet);
}

/* Takes a run of free slots as they hang together. */
static u32 take_run(struct packet_pool *pool, u32 count, u32 length, struct batch *into)
{
    struct packet *first = pool->free, *packet = first, *last;
    u32 left = count;
    if (!packet || !count)
        return 0;
    do {
        init_packet(packet, length);
        last = packet;
        packet = packet->next;
    } while (--left && packet);
    count -= left;
    pool->free = packet;
    pool->used += count;
    last->next = NULL;
    *(into->count ? &into->last->next : &into->first) = first;
    into->last = last;
    into->count += count;
    return count;
}

u32 batch_new(struct packet_pool *pool, u32 count, u32 length, struct batch *into)
{
    u32 made = length > PACKET_MAX ? 0 : take_run(pool, count, length, into);
    for (; made < count; made++) {
        struct packet *packet = packet_new(pool, length);
        if (!packet)
            break;
        batch_append(into, packet);
    }
    return made;
}

static inline u8 *moved(u8 *pointer, const struct packet *from, struct packet *to)
{
    return pointer ? pointer - (uintptr_t)from + (uintptr_t)to : NULL;
}

struct packet *packet_clone(struct packet_pool *pool, const struct packet *packet)
{
    struct packet *copy = take_slot(pool);
    if (!copy)
        return NULL;
    *copy = *packet;
    copy->next = NULL;
    copy->data = moved(packet->data, packet, copy);
    copy->mac = moved(packet->mac, packet, copy);
    copy->network = moved(packet->network, packet, copy);
    copy->transport = moved(packet->transport, packet, copy);

    /* With the room in front, which a later Unstrip may bring back. */
    const u8 *from = packet_buffer(packet);
    memcpy(packet_buffer(copy), from, (u64)(packet_end(packet) - from));
    packet_guard(copy);
    return copy;
}

/* All of a free slot but its link. */
static void close_slot(struct packet *packet)
{
    guard_close(&packet->data, packet_buffer_end(packet));
}

void packet_free(struct packet_pool *pool, struct packet *packet)
{
    close_slot(packet);
    packet->next = pool->free;
    pool->free = packet;
    pool->used--;
}

bool packet_make_headroom(struct packet *packet, u32 bytes)
{
    u32 headroom = packet_headroom(packet);
    u32 shift = bytes - headroom;
    if (bytes > PACKET_SLOT || shift > packet_tailroom(packet))
        return false;

    /* All from the buffer's start moves, so that headers in front of the data keep their bytes. */
    u8 *start = packet_buffer(packet);
    guard_open(packet, packet_buffer_end(packet));
    memmove(start + shift, start, headroom + packet->length);
    packet->data += shift;
    packet->mac = packet->mac ? packet->mac + shift : NULL;
    packet->network = packet->network ? packet->network + shift : NULL;
    packet->transport = packet->transport ? packet->transport + shift : NULL;
    packet_guard(packet);
    return true;
}

void batch_free(struct packet_pool *pool, struct batch *batch)
{
    if (!batch->count)
        return;
#ifdef GUARDED
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        close_slot(packet);
#endif
    batch->last->next = pool->free;
    pool->free = batch->first;
    pool->used -= batch->count;
    *batch = BATCH_EMPTY;
}

void batch_cut(struct packet_pool *pool, struct batch *batch, u32 count)
{
    struct batch kept = BATCH_EMPTY, rest = *batch;
    batch_split(&rest, count, &kept);
    *batch = kept;
    batch_free(pool, &rest);
}

u32 packet_pool_lost(const struct packet_pool *pool)
{
    const u8 *start = pool->end - (u64)pool->capacity * PACKET_SLOT;
    u32 touched = (u32)((pool->fresh - start) / PACKET_SLOT), free = 0;
    for (const struct packet *packet = pool->free; packet && free < touched; packet = packet->next) {
        u64 at = (u64)((const u8 *)packet - start);
        if (at >= (u64)(pool->fresh - start) || at % PACKET_SLOT)
            break;
        free++;
    }
    return touched - free - pool->used;
}
