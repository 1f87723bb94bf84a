#include "elements/Null.h"

static void pass(struct element *element, struct batch *batch)
{
    (void)element;
    (void)batch;
}

const struct element_class Null_class = {
    Null_COMMON,
    .action = pass,
};
