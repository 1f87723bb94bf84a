/*
 * Elements take new arguments while they run. The host compiles them as it did those of the Plan. What they replace is
 * not given back: linear memory only grows.
 */
#include "host.h"
#include "parse.h"
#include "router.h"

static bool take(struct element *element, const void *args, struct text *error)
{
    element->args = args;
    return !element->class->start || element->class->start(element, error);
}

/* The element's part of the Plan is never written: it gets one of its own. */
static bool set_config(struct element *element, const struct configured *configured)
{
    struct plan_element *plan = memory_take(sizeof *plan);
    if (!plan)
        return false;
    *plan = *element->plan;
    plan->config = configured->config;
    plan->config_size = configured->config_size;
    element->plan = plan;
    return true;
}

bool handler_write_config(struct element *element, const char *value, u32 size, struct text *error)
{
    struct configured configured = {0};
    const void *before = element->args;
    host_configure(element->index, value, size, &configured, error->bytes + error->size, error->capacity - error->size);
    error->size += configured.complaint;
    if (!configured.args)
        return false;
    if (take(element, (const void *)configured.args, error))
        return set_config(element, &configured);
    char again[1];
    struct text unheard = TEXT_IN(again);
    take(element, before, &unheard);
    return false;
}

bool handler_set_argument(struct element *element, const char *argument, const char *value, u32 size)
{
    const struct plan_element *plan = element->plan;
    const char *config = (const char *)element->router->plan + plan->config;
    struct configured configured = {0};
    u32 length = 0;
    while (argument[length])
        length++;
    host_argue(config, plan->config_size, argument, length, value, size, &configured);
    return set_config(element, &configured);
}

bool parse_name(enum name_kind kind, const char *text, u32 size, u8 *result)
{
    return host_resolve(kind, text, size, result);
}
