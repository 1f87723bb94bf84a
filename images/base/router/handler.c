#include "handler.h"

#include "bytes.h"
#include "parse.h"
#include "platform.h"
#include "root.h"
#include "router.h"

static void read_class(struct element *element, struct text *out)
{
    text_string(out, CLASS(element->class, name));
}

static void read_name(struct element *element, struct text *out)
{
    element_text_name(element, out);
}

static void read_config(struct element *element, struct text *out)
{
    const struct plan_element *plan = element->plan;
    text_bytes(out, (const char *)element->router->plan + plan->config, plan->config_size);
}

static void end_upstream(const struct element *element, u32 output, const char *separator, struct text *out)
{
    text_string(out, separator);
    element_text_name(element, out);
    text_string(out, " [");
    text_unsigned(out, output);
    text_char(out, ']');
}

static void end_downstream(const struct element *element, u32 input, const char *separator, struct text *out)
{
    text_string(out, separator);
    text_char(out, '[');
    text_unsigned(out, input);
    text_string(out, "] ");
    element_text_name(element, out);
}

/* The other ends of a port that waits: all the ports that lead to it. */
static void all_ends(const struct element *element, u32 number, bool upstream, struct text *out)
{
    const struct router *router = element->router;
    const char *separator = "";
    for (u32 i = 0; i < router->element_count; i++) {
        const struct element *other = &router->elements[i];
        const struct port *ports = upstream ? other->outputs : other->inputs;
        for (u32 j = 0; j < (upstream ? other->noutputs : other->ninputs); j++)
            if (ports[j].element == element && ports[j].number == number) {
                (upstream ? end_upstream : end_downstream)(other, j, separator, out);
                separator = ", ";
            }
    }
}

static void port_line(const struct element *element, const struct port *port, struct text *out)
{
    text_string(out, port->kind == PORT_PULL ? "pull" : "push");
    text_string(out, element->class->action ? "~\t-\t" : "\t-\t");
}

static void count_line(u32 count, const char *noun, struct text *out)
{
    text_unsigned(out, count);
    text_string(out, noun);
    text_string(out, count == 1 ? "\n" : "s\n");
}

static void read_ports(struct element *element, struct text *out)
{
    count_line(element->ninputs, " input", out);
    for (u32 i = 0; i < element->ninputs; i++) {
        port_line(element, &element->inputs[i], out);
        const struct port *port = &element->inputs[i];
        if (port->kind == PORT_PULL)
            end_upstream(port->element, port->number, "", out);
        else
            all_ends(element, i, true, out);
        text_char(out, '\n');
    }
    count_line(element->noutputs, " output", out);
    for (u32 i = 0; i < element->noutputs; i++) {
        port_line(element, &element->outputs[i], out);
        const struct port *port = &element->outputs[i];
        if (port->kind == PORT_PUSH)
            end_downstream(port->element, port->number, "", out);
        else
            all_ends(element, i, false, out);
        text_char(out, '\n');
    }
}

static void read_handlers(struct element *element, struct text *out)
{
    handler_list(element, out);
}

#define COMMON(config_write)                                                                                           \
    {.name = "class", .read = read_class}, {.name = "name", .read = read_name},                                        \
        {.name = "config", .read = read_config, .write = (config_write)}, {.name = "ports", .read = read_ports},       \
    {                                                                                                                  \
        .name = "handlers", .read = read_handlers                                                                      \
    }

static const struct handler common[] = {COMMON(NULL)};

#ifdef CLICKFORGE_LIVE
static const struct handler common_live[] = {COMMON(handler_write_config)};
#define COMMON_OF(class) ((class)->live ? common_live : common)
#else
#define COMMON_OF(class) common
#endif

/* Of a class, or of the router core and the platform. */
struct table {
    const struct packed_handler *packed;
    const struct handler *plain;
    u32 count;
};

static struct handler table_at(const struct table *table, u32 index)
{
    if (table->plain)
        return table->plain[index];
    const struct packed_handler *packed = &table->packed[index];
    return (struct handler){
        UNPACK(handler, packed, name), {UNPACK(handler, packed, read)}, UNPACK(handler, packed, write)};
}

/* The element's own, and those that it shares with others. */
static void find_tables(const struct element *element, struct table *own, struct table *shared)
{
    if (element->class) {
        *own = (struct table){
            .packed = (const struct packed_handler *)CLASS(element->class, handlers),
            .count = element->class->handler_count,
        };
        *shared = (struct table){.plain = COMMON_OF(element->class), .count = sizeof common / sizeof *common};
    } else {
        *own = (struct table){.plain = root_handlers, .count = root_handler_count};
        *shared = (struct table){.plain = platform_handlers, .count = platform_handler_count};
    }
}

/* One of the names in a struct handler; behind its text a '#' where each port has one. */
struct name {
    const char *text;
    u32 size;
    u32 count; /* of ports */
};

/* `pattern` goes on to the next. */
static struct name next_name(const struct element *element, const char **pattern)
{
    struct name name = {.text = *pattern + (**pattern == '?')};
    const char *end = name.text;
    while (*end && *end != '#' && *end != '|')
        end++;
    name.size = (u32)(end - name.text);
    if (*end == '#') {
        name.count = end[1] == 'i' ? element->ninputs : element->noutputs;
        end += 2;
    }
    *pattern = *end ? end + 1 : end;
    return name;
}

/* Port numbers are written as Click writes them, without zeros in front. */
static bool is_port(const char *digits, u32 size, u32 count, u32 *port)
{
    u64 number;
    bool plain = size && *digits >= '0' && *digits <= '9' && (*digits != '0' || size == 1);
    if (!plain || !count || !parse_unsigned(digits, size, count - 1, &number))
        return false;
    *port = (u32)number;
    return true;
}

static bool matches(const struct element *element, const char *pattern, const char *name, u32 size, u32 *number)
{
    for (*number = 0; *pattern; ++*number) {
        struct name next = next_name(element, &pattern);
        if (size < next.size || memcmp(name, next.text, next.size) != 0)
            continue;
        if (next.text[next.size] == '#' ? is_port(name + next.size, size - next.size, next.count, number)
                                        : size == next.size)
            return true;
    }
    return false;
}

static bool search(const struct element *element, const struct table *table, const char *name, u32 size,
                   struct handler *handler)
{
    for (u32 i = 0; i < table->count; i++) {
        *handler = table_at(table, i);
        if (matches(element, handler->name, name, size, &element->router->handler_number))
            return true;
    }
    return false;
}

static const struct class_extras *with_own_handlers(const struct element *element)
{
    const struct class_extras *extras = element->class ? CLASS(element->class, extras) : NULL;
    return extras && extras->own_handler ? extras : NULL;
}

static bool search_own(const struct element *element, const char *name, u32 size, struct handler *handler)
{
    const struct class_extras *extras = with_own_handlers(element);
    const char *own;
    u32 own_size;
    for (u32 i = 0; extras && (own = extras->own_handler(element, i, &own_size)); i++)
        if (own_size == size && memcmp(own, name, size) == 0) {
            element->router->handler_number = i;
            *handler = (struct handler){"", {extras->read_own}, NULL};
            return true;
        }
    return false;
}

bool handler_find(const struct element *element, const char *name, u32 size, struct handler *handler)
{
    struct table own, shared;
    find_tables(element, &own, &shared);
    return search(element, &own, name, size, handler) || search(element, &shared, name, size, handler) ||
           search_own(element, name, size, handler);
}

bool handler_read(struct element *element, const struct handler *handler, const char *parameter, u32 size,
                  struct text *out)
{
    if (handler_takes_parameter(handler))
        return handler->query(element, parameter, size, out);
    handler->read(element, out);
    return true;
}

static void list_name(const struct handler *handler, struct name name, u32 port, struct text *out)
{
    text_bytes(out, name.text, name.size);
    if (name.text[name.size] == '#')
        text_unsigned(out, port);
    text_char(out, '\t');
    text_string(out, handler_readable(handler) ? "r" : "");
    text_string(out, handler->write ? "w\n" : "\n");
}

static void list(const struct element *element, const struct table *table, struct text *out)
{
    for (u32 i = 0; i < table->count; i++) {
        struct handler handler = table_at(table, i);
        for (const char *pattern = handler.name; *pattern;) {
            struct name name = next_name(element, &pattern);
            u32 times = name.text[name.size] == '#' ? name.count : 1;
            for (u32 port = 0; port < times; port++)
                list_name(&handler, name, port, out);
        }
    }
}

static void list_own(const struct element *element, struct text *out)
{
    const struct class_extras *extras = with_own_handlers(element);
    const char *name;
    u32 size;
    for (u32 i = 0; extras && (name = extras->own_handler(element, i, &size)); i++) {
        text_bytes(out, name, size);
        text_string(out, "\tr\n");
    }
}

void handler_list(const struct element *element, struct text *out)
{
    struct table own, shared;
    find_tables(element, &own, &shared);
    list(element, element->class ? &shared : &own, out);
    list(element, element->class ? &own : &shared, out);
    list_own(element, out);
}
