#include "elements/PullTee.h"

#include "copies.h"

struct PullTee {
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct PullTee_args *args = element->args;
    if (!args->has_n || args->n == element->noutputs)
        return true;
    text_string(error, "N is not the number of outputs in use");
    return false;
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct PullTee *tee = element->state;
    struct batch batch = BATCH_EMPTY;
    (void)port;
    input_pull(element, 0, max, &batch);
    if (batch.count)
        for (u32 output = 1; output < element->noutputs; output++)
            tee->drops += copies_push(element, output, &batch);
    batch_move(into, &batch);
}

static void PullTee_read_drops(struct element *element, struct text *out)
{
    const struct PullTee *tee = element->state;
    text_unsigned(out, tee->drops);
}

const struct element_class PullTee_class = {
    PullTee_COMMON,
    .state_size = sizeof(struct PullTee),
    .start = start,
    .pull = pull,
};
