/*
 * A batch: packets in order, as one linked list. It crosses an element in one call.
 *
 * A batch is lent to the function it is passed to: who receives one takes every packet out of it or leaves it
 * there, as that function's contract says; the struct itself is the caller's.
 */
#pragma once

#include "packet.h"

struct batch {
    struct packet *first, *last;
    u32 count;
};

#define BATCH_EMPTY ((struct batch){NULL, NULL, 0})

static inline void batch_append(struct batch *batch, struct packet *packet)
{
    packet->next = NULL;
    if (batch->count++)
        batch->last->next = packet;
    else
        batch->first = packet;
    batch->last = packet;
}

/* The first packet, taken out; NULL when there is none. */
static inline struct packet *batch_take(struct batch *batch)
{
    struct packet *packet = batch->first;
    if (packet) {
        batch->first = packet->next;
        batch->count--;
    }
    return packet;
}

/* Moves all of `from` behind what `into` holds. */
static inline void batch_move(struct batch *into, struct batch *from)
{
    if (!from->count)
        return;
    if (into->count)
        into->last->next = from->first;
    else
        into->first = from->first;
    into->last = from->last;
    into->count += from->count;
    *from = BATCH_EMPTY;
}

/* Moves the first packets, at most `count`, behind what `into` holds. */
static inline void batch_split(struct batch *batch, u32 count, struct batch *into)
{
    struct batch front = {batch->first, batch->first, count};
    if (count >= batch->count) {
        batch_move(into, batch);
        return;
    }
    if (!count)
        return;
    for (u32 i = 1; i < count; i++)
        front.last = front.last->next;
    batch->first = front.last->next;
    batch->count -= count;
    front.last->next = NULL;
    batch_move(into, &front);
}

/* Takes one packet out of the middle; `previous` is the packet in front of it, NULL: it is the first. */
static inline void batch_remove(struct batch *batch, struct packet *previous, struct packet *packet)
{
    *(previous ? &previous->next : &batch->first) = packet->next;
    if (batch->last == packet)
        batch->last = previous;
    batch->count--;
}

/* Appends up to `count` new packets of `length` bytes of undefined content; returns how many there was room for. */
u32 batch_new(struct packet_pool *pool, u32 count, u32 length, struct batch *into);

/* Frees every packet. */
void batch_free(struct packet_pool *pool, struct batch *batch);

/* Frees all behind the first `count` packets. */
void batch_cut(struct packet_pool *pool, struct batch *batch, u32 count);
