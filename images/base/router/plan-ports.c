#include "plan-ports.h"
#include "router.h"

#define REACHED 1u
#define CLAIMED 2u

struct ports {
    const struct plan_element *elements;
    const struct plan_link *links;
    u8 *reached; /* by link: REACHED by another end, CLAIMED by its element */
    u32 count;
    struct text *error;
};

static const struct packed_class *class_of(const struct plan_element *element)
{
    return CLASS_AT(element->class);
}

static bool wrong(const struct ports *ports, u32 index, const char *side, u32 port, const char *what)
{
    text_string(ports->error, "Plan: element ");
    text_unsigned(ports->error, index + 1);
    text_string(ports->error, ", ");
    text_string(ports->error, side);
    text_char(ports->error, ' ');
    text_unsigned(ports->error, port);
    text_string(ports->error, what);
    return false;
}

/* Every link belongs to one port; else two ports could disagree about the other end. */
static bool claim_links(struct ports *ports, u32 index)
{
    const struct plan_element *element = &ports->elements[index];
    for (u32 link = element->links; link < plan_outputs(element) + element->noutputs; link++) {
        if (ports->reached[link] & CLAIMED)
            return wrong(ports, index, "input", 0, ": its links belong to another element too");
        ports->reached[link] |= CLAIMED;
    }
    return true;
}

static bool reached(const struct ports *ports, u32 link)
{
    return ports->reached[link] & REACHED;
}

static bool reach(struct ports *ports, u32 link)
{
    if (ports->links[link].element != PLAN_NO_ELEMENT)
        return false; /* both ends start transfers */
    ports->reached[link] |= REACHED;
    return true;
}

static bool check_output(struct ports *ports, u32 index, u32 output)
{
    struct plan_link link = ports->links[plan_outputs(&ports->elements[index]) + output];
    if (link.element == PLAN_NO_ELEMENT)
        return true;
    if (link.element >= ports->count || link.port >= ports->elements[link.element].ninputs)
        return wrong(ports, index, "output", output, ": leads nowhere");
    const struct plan_element *to = &ports->elements[link.element];
    if (!class_of(to)->push && !class_of(to)->action)
        return wrong(ports, index, "output", output, ": pushes where nothing can be pushed");
    return reach(ports, to->links + link.port) || wrong(ports, index, "output", output, ": pushes to a pull port");
}

static bool check_input(struct ports *ports, u32 index, u32 input)
{
    struct plan_link link = ports->links[ports->elements[index].links + input];
    if (link.element == PLAN_NO_ELEMENT)
        return true;
    if (link.element >= ports->count || link.port >= ports->elements[link.element].noutputs)
        return wrong(ports, index, "input", input, ": leads nowhere");
    const struct plan_element *from = &ports->elements[link.element];
    if (!class_of(from)->pull && (!class_of(from)->action || link.port))
        return wrong(ports, index, "input", input, ": pulls where nothing can be pulled");
    return reach(ports, plan_outputs(from) + link.port) || wrong(ports, index, "input", input, ": pulls from a push port");
}

static bool follow_links(struct ports *ports, u32 index)
{
    for (u32 i = 0; i < ports->elements[index].noutputs; i++)
        if (!check_output(ports, index, i))
            return false;
    for (u32 i = 0; i < ports->elements[index].ninputs; i++)
        if (!check_input(ports, index, i))
            return false;
    return true;
}

static bool is_push_input(const struct ports *ports, const struct plan_element *element, u32 input)
{
    return ports->links[element->links + input].element == PLAN_NO_ELEMENT;
}

static bool is_push_output(const struct ports *ports, const struct plan_element *element, u32 output)
{
    return ports->links[plan_outputs(element) + output].element != PLAN_NO_ELEMENT;
}

/* Who waits must be reached: a push input by somebody, a pull output too, by one or several. */
static bool check_waiting(const struct ports *ports, u32 index)
{
    const struct plan_element *element = &ports->elements[index];
    for (u32 i = 0; i < element->ninputs; i++)
        if (is_push_input(ports, element, i) && !reached(ports, element->links + i))
            return wrong(ports, index, "input", i, ": nothing leads to it");
    for (u32 i = 0; i < element->noutputs; i++)
        if (!is_push_output(ports, element, i) && !reached(ports, plan_outputs(element) + i))
            return wrong(ports, index, "output", i, ": nothing pulls from it");
    return true;
}

/* The letter of a port in one half of a processing code; the last one stands for all behind it. */
static char processing(const char *code, u32 port)
{
    while (port-- && code[1] != ' ' && code[1] != '/')
        code++;
    return *code;
}

static bool fits(char letter, bool push)
{
    return letter == 'a' || letter == (push ? 'h' : 'l');
}

static bool check_processing(const struct ports *ports, u32 index)
{
    const struct plan_element *element = &ports->elements[index];
    const char *inputs = plan_code(class_of(element), 1), *outputs = plan_output_code(inputs);
    for (u32 i = 0; i < element->ninputs; i++)
        if (!fits(processing(inputs, i), is_push_input(ports, element, i)))
            return wrong(ports, index, "input", i, ": push and pull are mixed up");
    for (u32 i = 0; i < element->noutputs; i++)
        if (!fits(processing(outputs, i), is_push_output(ports, element, i)))
            return wrong(ports, index, "output", i, ": push and pull are mixed up");
    return true;
}

/* The core drives action() from one input to output 0. */
static bool check_agnostic(const struct ports *ports, u32 index)
{
    const struct plan_element *element = &ports->elements[index];
    if (!class_of(element)->action || (element->ninputs == 1 && element->noutputs >= 1))
        return true;
    return wrong(ports, index, "output", 0, ": an agnostic element has one input and an output");
}

/* Ports of one flow are of one kind, where they are agnostic. */
static bool check_flow(const struct ports *ports, u32 index)
{
    const struct plan_element *element = &ports->elements[index];
    const char *inputs = plan_code(class_of(element), 1), *outputs = plan_output_code(inputs);
    for (u32 i = 0; i < element->noutputs; i++)
        for (u32 j = 0; j < element->ninputs && processing(outputs, i) == 'a'; j++)
            if (processing(inputs, j) == 'a' && plan_flows(class_of(element), j, i) &&
                is_push_input(ports, element, j) != is_push_output(ports, element, i))
                return wrong(ports, index, "output", i, ": agnostic, but not like its input");
    return true;
}

bool plan_check_ports(const struct plan_header *plan, u8 *reached, struct text *error)
{
    struct ports ports = {
        .elements = plan_elements(plan),
        .links = plan_links(plan),
        .reached = reached,
        .count = plan->element_count,
        .error = error,
    };
    for (u32 i = 0; i < ports.count; i++)
        if (!claim_links(&ports, i) || !follow_links(&ports, i))
            return false;
    for (u32 i = 0; i < ports.count; i++)
        if (!plan_check_count(&ports.elements[i], i, error) || !check_waiting(&ports, i) ||
            !check_processing(&ports, i) || !check_agnostic(&ports, i) || !check_flow(&ports, i))
            return false;
    return true;
}
