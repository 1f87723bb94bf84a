/*
 * Handlers: an element's values and commands for the control protocol, by name.
 */
#pragma once

#include "text.h"

struct element;

struct handler {
    const char *name;
    void (*read)(struct element *element, struct text *out);

    /* false: refused, `error` says why. The value is not terminated. */
    bool (*write)(struct element *element, const char *value, u32 size, struct text *error);

    /* A read handler with a parameter, in place of read; false: refused, `out` says why. */
    bool (*query)(struct element *element, const char *parameter, u32 size, struct text *out);
};

struct router;

/* A handler by name, the element's own before those that every element has. `element` NULL: the router's own. */
const struct handler *handler_find(const struct element *element, const char *name, u32 size);

static inline bool handler_readable(const struct handler *handler)
{
    return handler->read || handler->query;
}

/* Names of all handlers, a line each with r, w or rw behind a tab: what `handlers` reads as. */
void handler_list(const struct element *element, struct text *out);
