#include "elements/IPClassifier.h"

#include "sorter.h"

static bool start(struct element *element, struct text *error)
{
    const struct IPClassifier_args *args = element->args;
    return sorter_start(element->state, element, args->program, error);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    (void)port;
    sorter_push_ip(element->state, element, batch);
}

static void IPClassifier_read_pattern(struct element *element, struct text *out)
{
    element_text_argument(element, element->router->handler_number, out);
}

static void IPClassifier_read_drops(struct element *element, struct text *out)
{
    const struct sorter *sorter = element->state;
    text_unsigned(out, sorter->drops);
}

const struct element_class IPClassifier_class = {
    IPClassifier_COMMON,
    .state_size = sizeof(struct sorter),
    .start = start,
    .push = push,
};
