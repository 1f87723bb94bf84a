#include "elements/StaticIPLookup.h"

#include "route-table.h"

ROUTE_LOOKUP(StaticIPLookup, route_table_search)

static bool start(struct element *element, struct text *error)
{
    const struct StaticIPLookup_args *args = element->args;
    return route_table_start(element, NULL, args->route, (u32)(args->route.size / sizeof(struct ip_route)), error) &&
           route_table_fill(element, args->route, error);
}

const struct element_class StaticIPLookup_class = {
    StaticIPLookup_COMMON,
    .state_size = sizeof(struct route_table),
    .start = start,
    .push = push,
};
