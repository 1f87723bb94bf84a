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

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The byte behind an argument: a comma outside of quotes, or the end. */
static const char *argument_end(const char *text, const char *end)
{
    char quote = 0;
    for (; text < end && (quote || *text != ','); text++)
        if (*text == '\\' && quote == '"')
            text++;
        else if (quote ? *text == quote : *text == '"' || *text == '\'')
            quote = quote ? 0 : *text;
    return text < end ? text : end;
}

void element_text_argument(const struct element *element, u32 number, struct text *out)
{
    const struct plan_element *plan = element->plan;
    const char *text = (const char *)element->router->plan + plan->config;
    const char *end = text + plan->config_size, *comma = argument_end(text, end);
    while (number-- && text < end) {
        text = comma < end ? comma + 1 : end;
        comma = argument_end(text, end);
    }
    while (text < comma && is_blank(*text))
        text++;
    while (text < comma && is_blank(comma[-1]))
        comma--;
    text_bytes(out, text, (u32)(comma - text));
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
