/* What Classifier, IPClassifier and IPFilter have in common: a decision program says which output a packet takes. */
#pragma once

#include "decision.h"
#include "element.h"

struct sorter {
    const u8 *program;
    u64 drops; /* packets that nothing matched, or whose output is not there */
};

static inline bool sorter_start(struct sorter *sorter, struct element *element, struct plan_bytes program,
                                struct text *error)
{
    sorter->program = element_bytes(element, program);
    if (decision_check(sorter->program, program.size, element->noutputs))
        return true;
    text_string(error, "damaged decision program");
    return false;
}

static inline void sorter_send(struct sorter *sorter, struct element *element, struct packet *packet,
                               const struct decision_input *input)
{
    u32 output = decision_run(sorter->program, input);
    if (output < element->noutputs) {
        output_stage(element, output, packet);
    } else {
        sorter->drops++;
        element_free(element, packet);
    }
}

/* IPClassifier and IPFilter: by the headers that were marked. */
static inline void sorter_push_ip(struct sorter *sorter, struct element *element, struct batch *batch)
{
    struct packet *packet = batch->first, *next;
    for (*batch = BATCH_EMPTY; packet; packet = next) {
        next = packet->next;
        struct decision_input input = {
            {packet->mac, packet->network, packet->transport},
            {packet_length_from(packet, packet->mac), packet_length_from(packet, packet->network),
             packet_length_from(packet, packet->transport)},
        };
        sorter_send(sorter, element, packet, &input);
    }
    output_flush(element);
}
