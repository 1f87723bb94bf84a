/* What Classifier, IPClassifier and IPFilter have in common: a decision program says which output a packet takes. */
#pragma once

#include "decision.h"
#include "element.h"

/* Headers with `least` bytes behind them, and as many more as `more` says, are looked at without a look at lengths. */
struct sorter_reach {
    u64 least, more;
};

struct sorter {
    const u8 *program;
    struct sorter_reach reach[DECISION_BASES];
    u64 drops; /* packets that nothing matched */
};

static inline bool sorter_start(struct sorter *sorter, struct element *element, struct plan_bytes program,
                                struct text *error)
{
    u32 reach[DECISION_BASES];
    sorter->program = element_bytes(element, program);
    if (!decision_check(sorter->program, program.size, element->noutputs)) {
        text_string(error, "damaged decision program");
        return false;
    }
    decision_reach(sorter->program, reach);
    for (u32 base = 0; base < DECISION_BASES; base++) {
        u64 more = reach[base] < PACKET_SLOT ? PACKET_SLOT - reach[base] : 0;
        sorter->reach[base] = (struct sorter_reach){reach[base], reach[base] ? more : ~0ull};
    }
    /* Few programs of IP elements look at the frame's header: no packet is spared the looks then. */
    if (reach[DECISION_FRONT])
        sorter->reach[DECISION_NETWORK].more = 0;
    return true;
}

/* Whether all bytes are there that the program can ask for. A header that is not set lies too far off. */
static inline bool sorter_reaches(const struct sorter *sorter, const struct packet *packet, u32 base)
{
    const struct sorter_reach *reach = &sorter->reach[base];
    return (uintptr_t)packet_end(packet) - (uintptr_t)packet->headers[base] - reach->least < reach->more;
}

static inline void sorter_send(struct sorter *sorter, struct element *element, struct packet *packet, u64 output)
{
    if (output != DECISION_NONE) {
        output_stage(element, output, packet);
    } else {
        sorter->drops++;
        element_free(element, packet);
    }
}

/* Kept apart: what it needs is no business of other packets. */
static inline __attribute__((noinline)) u32 sorter_decide_short(const struct sorter *sorter, const struct packet *packet)
{
    struct decision_input input = {
        {packet->mac, packet->network, packet->transport},
        {packet_length_from(packet, packet->mac), packet_length_from(packet, packet->network),
         packet_length_from(packet, packet->transport)},
    };
    return decision_run(sorter->program, &input);
}

/* IPClassifier and IPFilter: by the headers that were marked. */
static inline void sorter_push_ip(struct sorter *sorter, struct element *element, struct batch *batch)
{
    struct packet *packet = batch->first, *next;
    for (*batch = BATCH_EMPTY; packet; packet = next) {
        next = packet->next;
        bool whole = sorter_reaches(sorter, packet, DECISION_NETWORK) &&
                     sorter_reaches(sorter, packet, DECISION_TRANSPORT);
        sorter_send(sorter, element, packet,
                    whole ? decision_run_whole(sorter->program, (const u8 *const *)packet->headers)
                          : sorter_decide_short(sorter, packet));
    }
    output_flush(element);
}
