#include "elements/Align.h"

#include "filter.h"

struct Align {
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct Align_args *args = element->args;
    if (args->offset < args->modulus)
        return true;
    text_string(error, "OFFSET must be smaller than MODULUS");
    return false;
}

/* Room in front of the data moves it and its headers towards the end; that is all that aligning takes. */
static bool passes(struct element *element, struct packet *packet)
{
    const struct Align_args *args = element->args;
    struct Align *align = element->state;
    u32 shift = (args->offset - (u32)(uintptr_t)packet->data) & (args->modulus - 1u);
    if (!shift || packet_make_headroom(packet, packet_headroom(packet) + shift))
        return true;
    align->drops++;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void Align_read_drops(struct element *element, struct text *out)
{
    const struct Align *align = element->state;
    text_unsigned(out, align->drops);
}

const struct element_class Align_class = {
    Align_COMMON,
    .state_size = sizeof(struct Align),
    .start = start,
    .action = action,
};
