#include "elements/PaintTee.h"

#include "paint.h"

static bool start(struct element *element, struct text *error)
{
    const struct PaintTee_args *args = element->args;
    return paint_start(element->state, args->color, args->anno.offset, error);
}

static void action(struct element *element, struct batch *batch)
{
    struct paint *paint = element->state;
    struct batch copies = BATCH_EMPTY;
    for (const struct packet *packet = batch->first; packet; packet = packet->next) {
        if (!paint_matches(paint, packet))
            continue;
        struct packet *copy = packet_clone(&element->router->pool, packet);
        if (copy)
            batch_append(&copies, copy);
        else
            paint->drops++;
    }
    if (copies.count)
        output_push(element, 1, &copies);
}

static void PaintTee_read_color(struct element *element, struct text *out)
{
    const struct paint *paint = element->state;
    text_unsigned(out, paint->color);
}

static bool PaintTee_write_color(struct element *element, const char *value, u32 size, struct text *error)
{
    return paint_write(element->state, value, size, error);
}

static void PaintTee_read_drops(struct element *element, struct text *out)
{
    const struct paint *paint = element->state;
    text_unsigned(out, paint->drops);
}

const struct element_class PaintTee_class = {
    PaintTee_COMMON,
    .state_size = sizeof(struct paint),
    .start = start,
    .action = action,
};
