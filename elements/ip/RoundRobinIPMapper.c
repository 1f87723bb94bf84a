#include "elements/RoundRobinIPMapper.h"

#include "mapper.h"

static u32 choose(const struct mapper *mapper, u32 source, u32 *tries)
{
    (void)source;
    *tries = mapper->count;
    return mapper->next;
}

static bool start(struct element *element, struct text *error)
{
    const struct RoundRobinIPMapper_args *args = element->args;
    ((struct mapper *)element->state)->choose = choose;
    return mapper_start(element, args->pattern, error);
}

const struct element_class RoundRobinIPMapper_class = {
    RoundRobinIPMapper_COMMON,
    .state_size = sizeof(struct mapper),
    .start = start,
};
