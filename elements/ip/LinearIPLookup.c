#include "elements/LinearIPLookup.h"

#include "route-table.h"

ROUTE_LOOKUP(LinearIPLookup, route_table_search)
ROUTE_CHANGES(LinearIPLookup)

static bool start(struct element *element, struct text *error)
{
    const struct LinearIPLookup_args *args = element->args;
    return route_table_start(element, NULL, args->route, args->capacity, error) &&
           route_table_fill(element, args->route, error);
}

const struct element_class LinearIPLookup_class = {
    LinearIPLookup_COMMON,
    .state_size = sizeof(struct route_table),
    .start = start,
    .push = push,
};
