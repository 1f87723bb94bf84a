#include "elements/CheckPaint.h"

#include "filter.h"
#include "paint.h"

static bool start(struct element *element, struct text *error)
{
    const struct CheckPaint_args *args = element->args;
    return paint_start(element->state, args->color, args->anno.offset, error);
}

static bool passes(struct element *element, struct packet *packet)
{
    struct paint *paint = element->state;
    if (paint_matches(paint, packet))
        return true;
    paint->drops += element->noutputs < 2;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void CheckPaint_read_color(struct element *element, struct text *out)
{
    const struct paint *paint = element->state;
    text_unsigned(out, paint->color);
}

static bool CheckPaint_write_color(struct element *element, const char *value, u32 size, struct text *error)
{
    return paint_write(element->state, value, size, error);
}

static void CheckPaint_read_drops(struct element *element, struct text *out)
{
    const struct paint *paint = element->state;
    text_unsigned(out, paint->drops);
}

const struct element_class CheckPaint_class = {
    CheckPaint_COMMON,
    .state_size = sizeof(struct paint),
    .start = start,
    .action = action,
};
