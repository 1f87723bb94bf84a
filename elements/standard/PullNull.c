#include "elements/PullNull.h"

static void pass(struct element *element, struct batch *batch)
{
    (void)element;
    (void)batch;
}

const struct element_class PullNull_class = {
    PullNull_COMMON,
    .action = pass,
};
