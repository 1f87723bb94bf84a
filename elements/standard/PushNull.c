#include "elements/PushNull.h"

static void pass(struct element *element, struct batch *batch)
{
    (void)element;
    (void)batch;
}

const struct element_class PushNull_class = {
    PushNull_COMMON,
    .action = pass,
};
