#include "storage.h"

#include "plan-ports.h"

/* Ports still to look at are chained by next_pending, as in searches for notifiers; the nearest are looked at first. */
struct search {
    struct router *router;
    struct port *waiting, **end;
    struct storages *storages;
};

static void visit(struct search *search, struct port *port)
{
    if (port->visit == search->router->visits)
        return;
    port->visit = search->router->visits;
    port->next_pending = NULL;
    *search->end = port;
    search->end = &port->next_pending;
}

static bool storage_is(const struct element *element)
{
    const struct class_extras *extras = CLASS(element->class, extras);
    return extras && extras->stored;
}

/* An element may be reached through several ports. */
static void found(struct storages *storages, const struct element *element)
{
    for (u32 i = 0; i < storages->count; i++)
        if (storages->elements[i] == element)
            return;
    storages->elements[storages->count++] = element;
}

/* At the element that the port leads to. */
static void look(struct search *search, const struct port *port, bool downstream)
{
    const struct element *element = port->element;
    if (storage_is(element)) {
        found(search->storages, element);
        return;
    }
    for (u32 i = 0; downstream && i < element->noutputs; i++)
        if (output_is_push(element, i) && plan_flows(element->class, port->number, i))
            visit(search, &element->outputs[i]);
    for (u32 i = 0; !downstream && i < element->ninputs; i++)
        if (input_is_pull(element, i) && plan_flows(element->class, i, port->number))
            visit(search, &element->inputs[i]);
}

static void search_from(struct storages *storages, struct element *element, bool downstream)
{
    struct search search = {.router = element->router, .storages = storages};
    const struct port *port;
    search.end = &search.waiting;
    search.router->visits++;
    visit(&search, downstream ? element->outputs : element->inputs);
    while ((port = search.waiting)) {
        if (!(search.waiting = port->next_pending))
            search.end = &search.waiting;
        look(&search, port, downstream);
    }
}

static bool take_named(struct storages *storages, struct element *element, struct plan_bytes names, struct text *error)
{
    const u16 *indexes = element_bytes(element, names);
    for (u32 i = 0; i < names.size / sizeof *indexes; i++) {
        const struct element *named = &element->router->elements[indexes[i]];
        if (indexes[i] >= element->router->element_count || !storage_is(named)) {
            text_string(error, "QUEUES names an element that stores no packets");
            return false;
        }
        found(storages, named);
    }
    return true;
}

bool storages_find(struct storages *storages, struct element *element, struct plan_bytes names, struct text *error)
{
    storages->elements = element_memory(element, element->router->element_count * sizeof *storages->elements, error);
    if (!storages->elements || !take_named(storages, element, names, error))
        return false;
    if (!storages->count)
        search_from(storages, element, output_is_push(element, 0));
    if (!storages->count)
        text_string(error, "no nearby Queues");
    return storages->count != 0;
}

void storages_read(const struct storages *storages, struct text *out)
{
    for (u32 i = 0; i < storages->count; i++) {
        element_text_name(storages->elements[i], out);
        text_char(out, '\n');
    }
}
