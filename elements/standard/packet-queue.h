/* What queues have in common; struct packet_queue: SimpleQueue, NotifierQueue and FrontDropQueue. */
#pragma once

#include "element.h"

struct packet_queue {
    struct batch packets;
    u32 capacity, highwater;
    u64 drops;
    struct notifier empty; /* active: not empty */
};

/* Counts drops of a queue, and says so the first time. */
void queue_overflow(struct element *element, u64 *drops, u32 capacity, u32 dropped);

/* To be called when packets have come or gone. */
void packet_queue_changed(struct packet_queue *queue);

/* Drops what comes when the queue is full, to output 1 where that is connected. */
push_function packet_queue_push;
pull_function packet_queue_pull;
struct notifier *packet_queue_notifier(struct element *element, u32 output);
u32 packet_queue_stored(const struct element *element);

/* Takes the capacity, at the start or later; true. */
bool packet_queue_start(struct element *element, u32 capacity);
void packet_queue_read_capacity(struct element *element, struct text *out);
