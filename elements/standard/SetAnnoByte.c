#include "elements/SetAnnoByte.h"

#include "paint.h"

static bool start(struct element *element, struct text *error)
{
    const struct SetAnnoByte_args *args = element->args;
    return paint_start(element->state, args->value, args->anno.offset, error);
}

static void action(struct element *element, struct batch *batch)
{
    const struct paint *paint = element->state;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        packet->annotations[paint->offset] = paint->color;
}

static void SetAnnoByte_read_anno(struct element *element, struct text *out)
{
    const struct paint *paint = element->state;
    text_unsigned(out, paint->offset);
}

static void SetAnnoByte_read_value(struct element *element, struct text *out)
{
    const struct paint *paint = element->state;
    text_unsigned(out, paint->color);
}

static bool SetAnnoByte_write_value(struct element *element, const char *value, u32 size, struct text *error)
{
    return paint_write(element->state, value, size, error);
}

const struct element_class SetAnnoByte_class = {
    SetAnnoByte_COMMON,
    .state_size = sizeof(struct paint),
    .start = start,
    .action = action,
};
