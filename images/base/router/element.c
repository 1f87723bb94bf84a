#include "parse.h"
#include "platform.h"
#include "router.h"

void *element_memory(struct element *element, u64 size, struct text *error)
{
    void *memory = platform_memory(size);
    (void)element; /* whoever prints the error says whose it is */
    if (memory)
        return memory;
    text_string(error, "out of memory at start: needs ");
    text_unsigned(error, size);
    text_string(error, " bytes, ");
    text_unsigned(error, platform_memory_left());
    text_string(error, " are left");
    return NULL;
}

const char *element_name(const struct element *element, u32 *size)
{
    *size = element->plan->name_size;
    return (const char *)element->router->plan + element->plan->name;
}

void element_text_name(const struct element *element, struct text *out)
{
    u32 size;
    const char *name = element_name(element, &size);
    text_bytes(out, name, size);
}

void element_describe(const struct element *element, struct text *out)
{
    element_text_name(element, out);
    text_string(out, " :: ");
    text_string(out, CLASS(element->class, name));
}

static bool has_name(const struct element *element, const char *name, u32 size)
{
    u32 own_size;
    const char *own = element_name(element, &own_size);
    return own_size == size && memcmp(own, name, size) == 0;
}

struct element *router_find(const struct router *router, const char *name, u32 size)
{
    u64 number;
    for (u32 i = 0; i < router->element_count; i++)
        if (has_name(&router->elements[i], name, size))
            return &router->elements[i];
    if (parse_unsigned(name, size, router->element_count, &number) && number)
        return &router->elements[number - 1];
    return NULL;
}
