#include "handler.h"

#include "parse.h"
#include "platform.h"
#include "router.h"

static void read_class(struct element *element, struct text *out)
{
    text_string(out, element->class->name);
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

/* Where `port` of `element` is connected to, NAME [PORT] for each output that leads to an input. */
static void ends_of_input(const struct element *element, u32 input, struct text *out)
{
    const struct router *router = element->router;
    const char *separator = "";
    for (u32 i = 0; i < router->element_count; i++)
        for (u32 j = 0; j < router->elements[i].noutputs; j++) {
            const struct port *port = &router->elements[i].outputs[j];
            if (port->element != element || port->number != input)
                continue;
            text_string(out, separator);
            element_text_name(&router->elements[i], out);
            text_string(out, " [");
            text_unsigned(out, j);
            text_char(out, ']');
            separator = ", ";
        }
    text_char(out, '\n');
}

static void end_of_output(const struct element *element, u32 output, struct text *out)
{
    const struct port *port = &element->outputs[output];
    text_char(out, '[');
    text_unsigned(out, port->number);
    text_string(out, "] ");
    element_text_name(port->element, out);
    text_char(out, '\n');
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
        ends_of_input(element, i, out);
    }
    count_line(element->noutputs, " output", out);
    for (u32 i = 0; i < element->noutputs; i++) {
        port_line(element, &element->outputs[i], out);
        end_of_output(element, i, out);
    }
}

static void read_handlers(struct element *element, struct text *out)
{
    handler_list(element, out);
}

static const struct handler common[] = {
    {.name = "class", .read = read_class},
    {.name = "name", .read = read_name},
    {.name = "config", .read = read_config},
    {.name = "ports", .read = read_ports},
    {.name = "handlers", .read = read_handlers},
};

#define COMMON_COUNT ((u32)(sizeof common / sizeof *common))

static const struct handler *search(const struct handler *handlers, u32 count, const char *name, u32 size)
{
    for (u32 i = 0; i < count; i++)
        if (parse_equal(name, size, handlers[i].name))
            return &handlers[i];
    return NULL;
}

const struct handler *handler_find(const struct element *element, const char *name, u32 size)
{
    const struct element_class *class = element->class;
    const struct handler *handler = search(class->handlers, class->handler_count, name, size);
    if (handler)
        return handler;
    if (element == &element->router->root)
        return search(platform_handlers, platform_handler_count, name, size);
    return search(common, COMMON_COUNT, name, size);
}

static void list(const struct handler *handlers, u32 count, struct text *out)
{
    for (u32 i = 0; i < count; i++) {
        text_string(out, handlers[i].name);
        text_char(out, '\t');
        text_string(out, handler_readable(&handlers[i]) ? "r" : "");
        text_string(out, handlers[i].write ? "w\n" : "\n");
    }
}

void handler_list(const struct element *element, struct text *out)
{
    bool root = element == &element->router->root;
    if (!root)
        list(common, COMMON_COUNT, out);
    list(element->class->handlers, element->class->handler_count, out);
    if (root)
        list(platform_handlers, platform_handler_count, out);
}
