#include "elements/PaintSwitch.h"

struct PaintSwitch {
    u64 drops;
};

#define EVERY_OUTPUT 0xffu

static bool start(struct element *element, struct text *error)
{
    const struct PaintSwitch_args *args = element->args;
    if (args->anno.offset < PACKET_ANNOTATIONS)
        return true;
    text_string(error, "ANNO lies outside of the annotations");
    return false;
}

/* Copies for all outputs but the last, which gets the packet itself. */
static void stage_everywhere(struct element *element, struct packet *packet)
{
    struct PaintSwitch *paint = element->state;
    for (u32 output = 0; output + 1 < element->noutputs; output++) {
        struct packet *copy = packet_clone(&element->router->pool, packet);
        if (copy)
            output_stage(element, output, copy);
        else
            paint->drops++;
    }
    output_stage(element, element->noutputs - 1u, packet);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    const struct PaintSwitch_args *args = element->args;
    struct PaintSwitch *paint = element->state;
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch))) {
        u32 color = packet->annotations[args->anno.offset];
        if (color == EVERY_OUTPUT && element->noutputs) {
            stage_everywhere(element, packet);
        } else if (color < element->noutputs) {
            output_stage(element, color, packet);
        } else {
            paint->drops++;
            element_free(element, packet);
        }
    }
    output_flush(element);
}

static void PaintSwitch_read_drops(struct element *element, struct text *out)
{
    const struct PaintSwitch *paint = element->state;
    text_unsigned(out, paint->drops);
}

const struct element_class PaintSwitch_class = {
    PaintSwitch_COMMON,
    .state_size = sizeof(struct PaintSwitch),
    .start = start,
    .push = push,
};
