#include "elements/Unstrip.h"

struct Unstrip {
    u64 drops;
};

static void action(struct element *element, struct batch *batch)
{
    const struct Unstrip_args *args = element->args;
    struct Unstrip *unstrip = element->state;
    struct batch good = BATCH_EMPTY;
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        if (packet_push(packet, args->length)) {
            batch_append(&good, packet);
        } else {
            unstrip->drops++;
            element_free(element, packet);
        }
    }
    *batch = good;
}

static void Unstrip_read_drops(struct element *element, struct text *out)
{
    const struct Unstrip *unstrip = element->state;
    text_unsigned(out, unstrip->drops);
}

const struct element_class Unstrip_class = {
    Unstrip_COMMON,
    .state_size = sizeof(struct Unstrip),
    .action = action,
};
