#include "elements/Tee.h"

#include "copies.h"

struct Tee {
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct Tee_args *args = element->args;
    if (!args->has_n || args->n == element->noutputs)
        return true;
    text_string(error, "N is not the number of outputs in use");
    return false;
}

/* The packets themselves go to the last output. */
static void push(struct element *element, u32 port, struct batch *batch)
{
    struct Tee *tee = element->state;
    u32 last = element->noutputs - 1u;
    (void)port;
    for (u32 output = 0; output < last; output++)
        tee->drops += copies_push(element, output, batch);
    output_push(element, last, batch);
}

static void Tee_read_drops(struct element *element, struct text *out)
{
    const struct Tee *tee = element->state;
    text_unsigned(out, tee->drops);
}

const struct element_class Tee_class = {
    Tee_COMMON,
    .state_size = sizeof(struct Tee),
    .start = start,
    .push = push,
};
