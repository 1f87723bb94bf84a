#include "flat.h"

static void write_element(const struct element *element, struct text *out)
{
    const struct plan_element *plan = element->plan;
    element_describe(element, out);
    if (plan->config_size) {
        text_char(out, '(');
        text_bytes(out, (const char *)element->router->plan + plan->config, plan->config_size);
        text_char(out, ')');
    }
    text_string(out, ";\n");
}

static void write_port(u32 port, struct text *out)
{
    text_char(out, '[');
    text_unsigned(out, port);
    text_char(out, ']');
}

static void write_connection(const struct element *from, u32 output, const struct element *to, u32 input, struct text *out)
{
    element_text_name(from, out);
    if (output) {
        text_char(out, ' ');
        write_port(output, out);
    }
    text_string(out, " -> ");
    if (input) {
        write_port(input, out);
        text_char(out, ' ');
    }
    element_text_name(to, out);
    text_string(out, ";\n");
}

static void write_connections(const struct element *element, struct text *out)
{
    for (u32 i = 0; i < element->ninputs; i++)
        if (input_is_pull(element, i))
            write_connection(element->inputs[i].element, element->inputs[i].number, element, i, out);
    for (u32 i = 0; i < element->noutputs; i++)
        if (output_is_push(element, i))
            write_connection(element, i, element->outputs[i].element, element->outputs[i].number, out);
}

void flat_write(const struct router *router, struct text *out)
{
    for (u32 i = 0; i < router->element_count; i++)
        write_element(&router->elements[i], out);
    for (u32 i = 0; i < router->element_count; i++)
        write_connections(&router->elements[i], out);
}
