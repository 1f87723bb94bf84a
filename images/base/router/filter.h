/* Agnostic elements that let packets through or not. */
#pragma once

#include "element.h"

/*
 * What `passes` refuses leaves the batch: through output 1 where that exists, else to the pool. Refusals are counted
 * by the element.
 */
static inline void filter_batch(struct element *element, struct batch *batch,
                                bool (*passes)(struct element *element, struct packet *packet))
{
    struct batch refused = BATCH_EMPTY;
    struct packet *previous = NULL, *next;
    for (struct packet *packet = batch->first; packet; packet = next) {
        next = packet->next;
        if (passes(element, packet)) {
            previous = packet;
            continue;
        }
        batch_remove(batch, previous, packet);
        batch_append(&refused, packet);
    }
    if (refused.count)
        output_push_checked(element, 1, &refused);
}
