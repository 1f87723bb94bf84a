#include "elements/RoundRobinSwitch.h"

struct RoundRobinSwitch {
    u32 next;
};

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct RoundRobinSwitch *turns = element->state;
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch))) {
        output_stage(element, turns->next, packet);
        turns->next = turns->next + 1 < element->noutputs ? turns->next + 1 : 0;
    }
    output_flush(element);
}

const struct element_class RoundRobinSwitch_class = {
    RoundRobinSwitch_COMMON,
    .state_size = sizeof(struct RoundRobinSwitch),
    .push = push,
};
