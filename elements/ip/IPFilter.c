#include "elements/IPFilter.h"

#include "sorter.h"

static bool start(struct element *element, struct text *error)
{
    const struct IPFilter_args *args = element->args;
    return sorter_start(element->state, element, args->program, error);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    (void)port;
    sorter_push_ip(element->state, element, batch);
}

static void IPFilter_read_drops(struct element *element, struct text *out)
{
    const struct sorter *sorter = element->state;
    text_unsigned(out, sorter->drops);
}

const struct element_class IPFilter_class = {
    IPFilter_COMMON,
    .state_size = sizeof(struct sorter),
    .start = start,
    .push = push,
};
