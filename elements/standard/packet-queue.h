/* What SimpleQueue, NotifierQueue and FrontDropQueue have in common: packets in order of their arrival. */
#pragma once

#include "element.h"

struct packet_queue {
    struct batch packets;
    u32 capacity, highwater;
    u64 drops;
    struct notifier empty; /* active: not empty */
};

/* Says the first time that packets are dropped. */
void packet_queue_overflow(struct element *element, u32 drops);

/* To be called when packets have come or gone. */
void packet_queue_changed(struct packet_queue *queue);

/* Drops what comes when the queue is full, to output 1 where that is connected. */
push_function packet_queue_push;
pull_function packet_queue_pull;
struct notifier *packet_queue_notifier(struct element *element, u32 output);
u32 packet_queue_stored(const struct element *element);

void packet_queue_reset_counts(struct packet_queue *queue);
void packet_queue_reset(struct element *element);
bool packet_queue_write_capacity(struct element *element, const char *value, u32 size, struct text *error);

/* The handlers of a class whose state begins with struct packet_queue. */
#define PACKET_QUEUE_HANDLERS(class)                                                                                   \
    static void class##_read_length(struct element *element, struct text *out)                                         \
    {                                                                                                                  \
        text_unsigned(out, ((const struct packet_queue *)element->state)->packets.count);                              \
    }                                                                                                                  \
    static void class##_read_highwater_length(struct element *element, struct text *out)                               \
    {                                                                                                                  \
        text_unsigned(out, ((const struct packet_queue *)element->state)->highwater);                                  \
    }                                                                                                                  \
    static void class##_read_capacity(struct element *element, struct text *out)                                       \
    {                                                                                                                  \
        text_unsigned(out, ((const struct packet_queue *)element->state)->capacity);                                   \
    }                                                                                                                  \
    static void class##_read_drops(struct element *element, struct text *out)                                          \
    {                                                                                                                  \
        text_unsigned(out, ((const struct packet_queue *)element->state)->drops);                                      \
    }                                                                                                                  \
    static bool class##_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)   \
    {                                                                                                                  \
        (void)value, (void)size, (void)error;                                                                          \
        packet_queue_reset_counts(element->state);                                                                     \
        return true;                                                                                                   \
    }                                                                                                                  \
    static bool class##_write_reset(struct element *element, const char *value, u32 size, struct text *error)          \
    {                                                                                                                  \
        (void)value, (void)size, (void)error;                                                                          \
        packet_queue_reset(element);                                                                                   \
        return true;                                                                                                   \
    }
