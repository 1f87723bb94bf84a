/* Handlers as the host calls them. The value, or why there is none, is in the answer (see start.c). */
#include "handler.h"
#include "host.h"
#include "platform.h"
#include "router.h"

enum { ROOT = UINT32_MAX }; /* in place of an element's index: the router's own handlers */

enum { CALL_DONE, CALL_NO_HANDLER, CALL_WRONG_ACCESS, CALL_REFUSED };

static struct element *find_element(u32 index)
{
    struct router *router = simulator_router();
    return index == ROOT ? &router->root : &router->elements[index];
}

/* Calls come between turns, where the clock may have gone on. */
static struct text *begin_call(void)
{
    struct text *answer = simulator_answer();
    time_look();
    simulator_router()->now = platform_now();
    answer->size = 0;
    answer->truncated = false;
    return answer;
}

u32 EXPORT(read_handler)
    simulator_read(u32 index, const char *name, u32 name_size, const char *parameter, u32 parameter_size)
{
    struct element *element = find_element(index);
    struct handler handler;
    bool found = handler_find(element, name, name_size, &handler);
    struct text *answer = begin_call();
    if (!found)
        return CALL_NO_HANDLER;
    if (!handler_readable(&handler))
        return CALL_WRONG_ACCESS;
    return handler_read(element, &handler, parameter, parameter_size, answer) ? CALL_DONE : CALL_REFUSED;
}

u32 EXPORT(write_handler)
    simulator_write(u32 index, const char *name, u32 name_size, const char *value, u32 value_size)
{
    struct element *element = find_element(index);
    struct handler handler;
    bool found = handler_find(element, name, name_size, &handler);
    struct text *answer = begin_call();
    if (!found)
        return CALL_NO_HANDLER;
    if (!handler.write)
        return CALL_WRONG_ACCESS;
    return handler.write(element, value, value_size, answer) ? CALL_DONE : CALL_REFUSED;
}
