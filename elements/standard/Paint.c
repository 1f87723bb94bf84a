#include "elements/Paint.h"

struct Paint {
    u8 color;
    u8 offset;
};

static bool start(struct element *element, struct text *error)
{
    const struct Paint_args *args = element->args;
    struct Paint *paint = element->state;
    paint->color = args->color;
    paint->offset = args->anno.offset;
    if (paint->offset < PACKET_ANNOTATIONS)
        return true;
    text_string(error, "ANNO lies outside of the annotations");
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    const struct Paint *paint = element->state;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        packet->annotations[paint->offset] = paint->color;
}

static void Paint_read_color(struct element *element, struct text *out)
{
    const struct Paint *paint = element->state;
    text_unsigned(out, paint->color);
}

static bool Paint_write_color(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Paint *paint = element->state;
    u64 color;
    if (!handler_write_unsigned(value, size, 255, &color, error))
        return false;
    paint->color = (u8)color;
    return true;
}

const struct element_class Paint_class = {
    Paint_COMMON,
    .state_size = sizeof(struct Paint),
    .start = start,
    .action = action,
};
