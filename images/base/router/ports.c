/*
 * How packets cross from element to element.
 *
 * Chains of agnostic elements are loops, not calls, however long they are. Calls between other elements nest at
 * most PUSH_DEPTH deep, and only while the stack has room: what goes deeper, or in circles, waits in its port for
 * the router's next turn. So the C stack is bounded for every configuration, and no packet is lost for its sake.
 */
#include "platform.h"
#include "router.h"

#define PUSH_DEPTH 48u
#define CHAIN_LENGTH 1024u
#define PULL_DEPTH 48u

static void defer(struct element *element, struct port *port, struct batch *batch)
{
    struct router *router = element->router;
    if (!port->pending.count) {
        port->next_pending = NULL;
        *router->deferred_end = port;
        router->deferred_end = &port->next_pending;
        router->deferrals++;
    }
    batch_move(&port->pending, batch);
}

void output_push(struct element *element, u32 output, struct batch *batch)
{
    struct port *port = &element->outputs[output];
    struct router *router = element->router;
    if (!batch->count)
        return;
    port_count(port, batch->count);
    if (router->depth >= PUSH_DEPTH || platform_stack_low()) {
        defer(element, port, batch);
        return;
    }
    router->depth++;
    port->push(port->element, port->number, batch);
    router->depth--;
}

u32 output_push_checked(struct element *element, u32 output, struct batch *batch)
{
    u32 count = batch->count;
    if (output < element->noutputs) {
        output_push(element, output, batch);
        return 0;
    }
    batch_free(&element->router->pool, batch);
    return count;
}

/* The list was filled in the reverse order. */
static struct port *turned_round(struct port *port)
{
    struct port *next = NULL;
    while (port) {
        struct port *rest = port->next_pending;
        port->next_pending = next;
        next = port;
        port = rest;
    }
    return next;
}

/* Most batches take one output. */
void output_flush(struct element *element)
{
    struct port *port = element->staged;
    element->staged = NULL;
    if (port && port->next_pending)
        port = turned_round(port);
    while (port) {
        struct port *next = port->next_pending;
        struct batch batch = port->pending;
        port->pending = BATCH_EMPTY;
        output_push(element, (u32)(port - element->outputs), &batch);
        port = next;
    }
}

void push_chain(struct element *element, u32 number, struct batch *batch)
{
    (void)number;
    for (u32 hops = 0;; hops++) {
        struct port *output = element->outputs;
        element->action(element, batch);
        if (!batch->count)
            return;
        if (!output->chained) {
            output_push(element, 0, batch);
            return;
        }
        port_count(output, batch->count);
        if (hops == CHAIN_LENGTH) {
            defer(element, output, batch);
            return;
        }
        element = output->element;
    }
}

void pull_chain(struct element *element, u32 number, u32 max, struct batch *into)
{
    struct batch batch = BATCH_EMPTY;
    struct element *top = element;
    (void)number;
    while (top->inputs->chained)
        top = top->inputs->element;
    input_pull(top, 0, max, &batch);
    while (batch.count) {
        top->action(top, &batch);
        if (top == element)
            break;
        top = top->outputs->element;
        port_count(top->inputs, batch.count);
    }
    batch_move(into, &batch);
}

/*
 * Calls that a pull from this element's output nests, from what its inputs need; agnostic chains add none, and an Idle
 * pulls from nobody.
 */
static u32 pull_depth(const struct element *element, const u32 *depths)
{
    u32 deepest = 0;
    if (element->class->idle_output)
        return 1;
    for (u32 i = 0; i < element->ninputs; i++) {
        const struct port *input = &element->inputs[i];
        if (input->kind == PORT_PULL && depths[input->element->index] > deepest)
            deepest = depths[input->element->index];
    }
    bool chained = element->action && element->inputs->chained;
    return chained ? deepest : deepest + 1;
}

/* An agnostic chain that leads back to itself never ends. Each port is walked once, in whichever walk comes first. */
static bool pulls_itself(const struct element *element, u32 walk)
{
    for (; element->ninputs && element->inputs->chained; element = element->inputs->element) {
        if (element->inputs->visit)
            return element->inputs->visit == walk;
        element->inputs->visit = walk;
    }
    return false;
}

static bool pulls_too_deep(struct element *element, struct text *error)
{
    element_describe(element, error);
    text_string(error, ": pull path is closed to a circle or deeper than ");
    text_unsigned(error, PULL_DEPTH);
    text_string(error, " elements");
    return false;
}

/* The depths grow a level a round until they stand still; a circle never does. */
bool router_check_pulls(struct router *router, struct text *error)
{
    u32 *depths = platform_memory(router->element_count * sizeof *depths + 1);
    bool changed = true;
    if (!depths) {
        text_string(error, "out of memory at start: pull depths");
        return false;
    }
    while (changed) {
        changed = false;
        for (u32 i = 0; i < router->element_count; i++) {
            struct element *element = &router->elements[i];
            u32 depth = pull_depth(element, depths);
            if (depth > PULL_DEPTH)
                return pulls_too_deep(element, error);
            changed |= depth != depths[i];
            depths[i] = depth;
        }
    }
    for (u32 i = 0; i < router->element_count; i++)
        if (pulls_itself(&router->elements[i], ++router->visits))
            return pulls_too_deep(&router->elements[i], error);
    return true;
}
