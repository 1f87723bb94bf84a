/* The pool and what is done to packets and batches. */
#include "check.h"

static struct packet_pool pool;

static void fill(struct packet *packet, u8 first)
{
    for (u32 i = 0; i < packet->length; i++)
        packet->data[i] = (u8)(first + i);
}

static bool is_filled(const struct packet *packet, u32 offset, u32 size, u8 first)
{
    for (u32 i = 0; i < size; i++)
        if (packet->data[offset + i] != (u8)(first + i))
            return false;
    return true;
}

static void gives_every_slot_once(void)
{
    struct batch all = BATCH_EMPTY;
    for (u32 i = 0; i < pool.capacity; i++)
        batch_append(&all, packet_new(&pool, i));
    CHECK(!packet_new(&pool, 0) && pool.failures == 1 && pool.used == pool.capacity);
    batch_free(&pool, &all);
    CHECK(pool.used == 0 && !all.count);
    CHECK(batch_new(&pool, pool.capacity + 1, 10, &all) == pool.capacity);
    CHECK(all.count == pool.capacity && !all.last->next);
    batch_free(&pool, &all);
    CHECK(!packet_new(&pool, PACKET_MAX + 1) && batch_new(&pool, 1, PACKET_MAX + 1, &all) == 0);
}

static void makes_room_in_front(void)
{
    struct packet *packet = packet_new(&pool, 100);
    fill(packet, 7);
    packet->network = packet->data + 3;
    CHECK(packet_push(packet, PACKET_HEADROOM));
    CHECK(packet_headroom(packet) == 0 && is_filled(packet, PACKET_HEADROOM, 100, 7));
    CHECK(packet_push(packet, 500));
    CHECK(is_filled(packet, PACKET_HEADROOM + 500, 100, 7));
    CHECK(packet->network == packet->data + PACKET_HEADROOM + 500 + 3);
    CHECK(!packet_push(packet, PACKET_SLOT) && !packet_push(packet, ~0u));
    u32 room = packet_tailroom(packet);
    CHECK(!packet_put(packet, room + 1) && packet_put(packet, room) && packet_tailroom(packet) == 0);
    CHECK(!packet_push(packet, 1));
    packet_free(&pool, packet);
}

static void copies_with_headers(void)
{
    struct packet *packet = packet_new(&pool, 60);
    fill(packet, 1);
    packet->mac = packet->data;
    packet->network = packet->data + 14;
    packet_pull(packet, 14);
    packet->annotations[5] = 9;
    struct packet *copy = packet_clone(&pool, packet);
    CHECK(copy->network == copy->data && copy->mac == copy->data - 14 && !copy->transport);
    CHECK(copy->annotations[5] == 9 && copy->length == 46 && is_filled(copy, 0, 46, 15));
    CHECK(packet_length_from(copy, copy->mac) == 60 && packet_length_from(copy, NULL) == 0);
    CHECK(packet_push(copy, 14) && is_filled(copy, 0, 60, 1));
    packet_free(&pool, packet);
    packet_free(&pool, copy);
}

static u32 walk(const struct batch *batch)
{
    u32 count = 0;
    const struct packet *last = NULL;
    for (const struct packet *packet = batch->first; packet && count < batch->count; packet = packet->next) {
        last = packet;
        count++;
    }
    CHECK(!batch->count || (last == batch->last && !last->next));
    return count;
}

static void splits(u32 size, u32 at)
{
    struct batch batch = BATCH_EMPTY, front = BATCH_EMPTY;
    batch_new(&pool, size, 1, &batch);
    batch_new(&pool, 2, 1, &front);
    const struct packet *first = batch.first;
    batch_split(&batch, at, &front);
    u32 moved = at < size ? at : size;
    CHECK(front.count == 2 + moved && walk(&front) == front.count);
    CHECK(batch.count == size - moved && walk(&batch) == batch.count);
    CHECK(!moved || front.first->next->next == first);
    batch_free(&pool, &front);
    batch_free(&pool, &batch);
}

int main(void)
{
    u64 size = 40 * PACKET_SLOT + 100;
    memory_limit(1 << 20);
    packet_pool_init(&pool, platform_buffer(size), size);
    CHECK(pool.capacity == 40);
    gives_every_slot_once();
    makes_room_in_front();
    copies_with_headers();
    for (u32 length = 0; length < 6; length++)
        for (u32 at = 0; at < 8; at++)
            splits(length, at);
    CHECK(pool.used == 0);
    return 0;
}
