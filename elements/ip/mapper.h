/* Elements that choose patterns for the new flows of rewriters. */
#pragma once

#include "rewriter.h"

/* Stands first in the state of its element. */
struct mapper {
    struct pattern *patterns;
    u32 count, next;

    /* The pattern to be tried first for a flow from `source`, and how many are tried, one after the other. */
    u32 (*choose)(const struct mapper *mapper, u32 source, u32 *tries);
};

bool mapper_start(struct element *element, struct plan_bytes patterns, struct text *error);

extern const struct element_class RoundRobinIPMapper_class;

static inline bool is_mapper(const struct element *element)
{
    return CLASS(element->class, name) == RoundRobinIPMapper_class.name;
}
