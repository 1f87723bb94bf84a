#include "plan-ports.h"
#include "platform.h"
#include "router.h"

void notifier_wake(struct notifier *notifier)
{
    for (struct listener *listener = notifier->listeners; listener; listener = listener->next)
        task_schedule(listener->task);
}

/* A search through the ports: those still to look at, chained by next_pending, and what was found. */
struct search {
    struct router *router;
    struct port *waiting;
    struct signal *signal;
    bool blocked; /* something on the way gives no notice */
    bool idle;    /* a way ended where packets never come from */
};

static void visit(struct search *search, struct port *port)
{
    if (port->visit == search->router->visits)
        return;
    port->visit = search->router->visits;
    port->next_pending = search->waiting;
    search->waiting = port;
}

static struct port *next_port(struct search *search)
{
    struct port *port = search->waiting;
    if (port)
        search->waiting = port->next_pending;
    return port;
}

/* The first pass counts (notifiers is NULL), the second fills. */
static void found(struct search *search, struct notifier *notifier)
{
    struct signal *signal = search->signal;
    if (signal->notifiers)
        signal->notifiers[signal->count] = notifier;
    signal->count++;
}

/* A scheduler or switch that has no inputs to pull from: packets of its own it has none. */
static bool waits_in_vain(const struct element *element)
{
    return !element->ninputs && *plan_code(element->class, 1) == 'l';
}

static void look_upstream(struct search *search, struct port *port)
{
    struct element *element = port->element;
    const struct class_extras *extras = CLASS(element->class, extras);
    bool passes = false;
    if (extras && extras->empty_notifier) {
        struct notifier *notifier = extras->empty_notifier(element, port->number);
        if (notifier)
            found(search, notifier);
        else
            search->blocked = true;
        return;
    }
    for (u32 i = 0; i < element->ninputs; i++)
        if (input_is_pull(element, i) && plan_flows(element->class, i, port->number)) {
            visit(search, &element->inputs[i]);
            passes = true;
        }
    if (element->class->idle_output || waits_in_vain(element))
        search->idle = true;
    else if (!passes)
        search->blocked = true; /* packets of its own, or a queue that tells nobody */
}

static void look_downstream(struct search *search, struct port *port)
{
    struct element *element = port->element;
    const struct class_extras *extras = CLASS(element->class, extras);
    if (extras && extras->full_notifier) {
        struct notifier *notifier = extras->full_notifier(element, port->number);
        if (notifier)
            found(search, notifier);
        else
            search->blocked = true;
        return;
    }
    for (u32 i = 0; i < element->noutputs; i++)
        if (!plan_flows(element->class, port->number, i))
            continue;
        else if (output_is_push(element, i))
            visit(search, &element->outputs[i]);
        else
            search->blocked = true; /* a queue that tells nobody */
}

typedef void look_function(struct search *search, struct port *port);

static struct search run_search(struct router *router, struct port *start, look_function *look, struct signal *signal)
{
    struct search search = {.router = router, .signal = signal};
    struct port *port;
    router->visits++;
    signal->count = 0;
    visit(&search, start);
    while ((port = next_port(&search)))
        look(&search, port);
    return search;
}

static bool listen(struct signal *signal, struct element *element, struct task *task, struct text *error)
{
    struct listener *listeners = element_memory(element, signal->count * sizeof *listeners, error);
    if (!listeners)
        return false;
    for (u32 i = 0; i < signal->count; i++) {
        struct notifier *notifier = signal->notifiers[i];
        listeners[i] = (struct listener){notifier->listeners, task};
        notifier->listeners = &listeners[i];
    }
    return true;
}

static bool find(struct signal *signal, struct element *element, struct port *start, look_function *look,
                 struct task *task, struct text *error)
{
    *signal = (struct signal){0};
    struct search search = run_search(element->router, start, look, signal);
    signal->always = search.blocked || (!signal->count && !search.idle);
    if (signal->always || !signal->count)
        return true;
    signal->notifiers = element_memory(element, signal->count * sizeof *signal->notifiers, error);
    if (!signal->notifiers)
        return false;
    run_search(element->router, start, look, signal);
    return !task || listen(signal, element, task, error);
}

bool signal_find_upstream(struct signal *signal, struct element *element, u32 input, struct task *task,
                          struct text *error)
{
    return find(signal, element, &element->inputs[input], look_upstream, task, error);
}

bool signal_find_downstream(struct signal *signal, struct element *element, u32 output, struct task *task,
                            struct text *error)
{
    return find(signal, element, &element->outputs[output], look_downstream, task, error);
}
