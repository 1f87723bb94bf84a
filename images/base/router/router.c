#include "router.h"

#include "control.h"
#include "platform.h"

#define TURN_TASKS 128u
#define TURN_TIMERS 128u
#define LOG_LINE 8192u
#define PACKETS_MAX 65536u
#define PACKETS_MIN 32u

static void init_element(struct router *router, u32 index, struct port **ports)
{
    const struct plan_element *plan = plan_elements(router->plan) + index;
    struct element *element = &router->elements[index];
    *element = (struct element){
        .class = CLASS_AT(plan->class),
        .router = router,
        .args = (const u8 *)router->plan + plan->args,
        .inputs = *ports,
        .outputs = *ports + plan->ninputs,
        .ninputs = plan->ninputs,
        .noutputs = plan->noutputs,
        .index = index,
        .plan = plan,
    };
    element->action = CLASS(element->class, action);
    *ports += plan->ninputs + plan->noutputs;
}

static void link_output(struct element *element, u32 output, struct element *to, u32 input)
{
    struct port *port = &element->outputs[output];
    port->kind = PORT_PUSH;
    port->push = to->class->action ? push_chain : CLASS(to->class, push);
    port->chained = to->action;
    port->element = to;
    port->number = input;
}

/*
 * A pull output also learns where it leads to: chains are walked down again. One that several pull from ends the chain
 * for each of them.
 */
static void link_input(struct element *element, u32 input, struct element *from, u32 output)
{
    struct port *port = &element->inputs[input], *other = &from->outputs[output];
    port->kind = PORT_PULL;
    port->pull = from->class->action ? pull_chain : CLASS(from->class, pull);
    port->element = from;
    port->number = output;
    port->chained = from->action && !other->element;
    if (other->element)
        other->element->inputs[other->number].chained = false;
    other->kind = PORT_PULL;
    other->element = element;
    other->number = input;
}

static void link_element(struct router *router, struct element *element)
{
    const struct plan_link *inputs = plan_links(router->plan) + element->plan->links;
    const struct plan_link *outputs = plan_links(router->plan) + plan_outputs(element->plan);
    for (u32 i = 0; i < element->noutputs; i++)
        if (outputs[i].element != PLAN_NO_ELEMENT)
            link_output(element, i, &router->elements[outputs[i].element], outputs[i].port);
    for (u32 i = 0; i < element->ninputs; i++)
        if (inputs[i].element != PLAN_NO_ELEMENT)
            link_input(element, i, &router->elements[inputs[i].element], inputs[i].port);
}

static bool make_elements(struct router *router, struct text *error)
{
    const struct plan_header *plan = router->plan;
    struct port *ports = element_memory(&router->root, plan->link_count * sizeof *ports + 1, error);
    router->element_count = plan->element_count;
    router->elements = element_memory(&router->root, plan->element_count * sizeof *router->elements + 1, error);
    if (!ports || !router->elements)
        return false;
    for (u32 i = 0; i < router->element_count; i++)
        init_element(router, i, &ports);
    for (u32 i = 0; i < router->element_count; i++)
        link_element(router, &router->elements[i]);
    return router_check_pulls(router, error);
}

static bool start_element(struct element *element, struct text *error)
{
    const struct packed_class *class = element->class;
    element_describe(element, error);
    text_string(error, ": ");
    if (class->state_size && !(element->state = element_memory(element, class->state_size, error)))
        return false;
    return !class->start || CLASS(class, start)(element, error);
}

static bool ready_element(struct element *element, struct text *error)
{
    element_describe(element, error);
    text_string(error, ": ");
    return !element->class->ready || CLASS(element->class, ready)(element, error);
}

static bool start_elements(struct router *router, struct text *error)
{
    u32 before = error->size;
    for (i32 phase = -1; phase <= 1; phase++)
        for (u32 i = 0; i < router->element_count; i++) {
            struct element *element = &router->elements[i];
            if (element->class->phase != phase)
                continue;
            if (!start_element(element, error))
                return false;
            error->size = before;
        }
    return true;
}

static bool ready_elements(struct router *router, struct text *error)
{
    u32 before = error->size;
    for (u32 i = 0; i < router->element_count; i++) {
        if (!ready_element(&router->elements[i], error))
            return false;
        error->size = before;
    }
    return true;
}

static bool make_timers(struct router *router, struct text *error)
{
    struct timer_heap *heap = &router->timers;
    heap->timers = element_memory(&router->root, heap->capacity * sizeof *heap->timers + 1, error);
    return heap->timers != NULL;
}

/* The pool takes most of what is left, so that a guest with more memory can hold more packets. */
static bool make_pool(struct router *router, struct text *error)
{
    u64 size = platform_memory_left() / 8 * 7;
    if (size > (u64)PACKETS_MAX * PACKET_SLOT)
        size = (u64)PACKETS_MAX * PACKET_SLOT;
    void *memory = size >= PACKETS_MIN * PACKET_SLOT ? platform_buffer(size) : NULL;
    if (memory) {
        packet_pool_init(&router->pool, memory, size);
        return true;
    }
    text_string(error, "out of memory at start: the packet pool needs ");
    text_unsigned(error, PACKETS_MIN * PACKET_SLOT / 7 * 8);
    text_string(error, " bytes, ");
    text_unsigned(error, platform_memory_left());
    text_string(error, " are left");
    return false;
}

static bool make_log(struct router *router, struct text *error)
{
    router->log.bytes = element_memory(&router->root, LOG_LINE, error);
    router->log.capacity = LOG_LINE;
    return router->log.bytes != NULL;
}

static bool make_router(struct router *router, struct text *error)
{
    return make_elements(router, error) && make_log(router, error) && control_make(router, error) &&
           start_elements(router, error) && make_timers(router, error) && ready_elements(router, error) &&
           make_pool(router, error);
}

struct router *router_start(const void *plan, u64 size, struct text *error)
{
    if (!plan_check(plan, size, error))
        return NULL;
    struct router *router = platform_memory(sizeof *router);
    if (!router) {
        text_string(error, "out of memory at start: the router");
        return NULL;
    }
    router->plan = plan;
    router->burst = 32;
    router->runs = 1;
    router->now = platform_now();
    router->deferred_end = &router->deferred;
    router->root = (struct element){.router = router};
    return make_router(router, error) ? router : NULL;
}

static void run_deferred(struct router *router)
{
    struct port *port = router->deferred;
    router->deferred = NULL;
    router->deferred_end = &router->deferred;
    while (port) {
        struct port *next = port->next_pending;
        struct batch batch = port->pending;
        port->pending = BATCH_EMPTY;
        router->depth++;
        port->push(port->element, port->number, &batch);
        router->depth--;
        port = next;
    }
}

/* Who wants to stop only asks. */
static void look_for_stop(struct router *router)
{
    bool goes_on = router->driver != NULL;
    while (goes_on && router->runs <= 0) {
        i32 before = router->runs;
        router->ask_driver(router->driver);
        goes_on = router->runs > before;
    }
    if (router->runs > 0 || router->stopped)
        return;
    router->stopped = true;
    platform_stop();
}

bool router_run(struct router *router)
{
    router->now = platform_now();
    look_for_stop(router);
    if (router->stopped)
        return false;
    if (router->deferred)
        run_deferred(router);
    timer_heap_run(&router->timers, router->now, TURN_TIMERS);
    task_queue_run(&router->tasks, router->runs > 0 ? TURN_TASKS : 0);
    look_for_stop(router); /* which may have given tasks to run */
    return router->tasks.first || router->deferred;
}

u64 router_deadline(const struct router *router)
{
    bool stops = router->runs <= 0 && !router->stopped;
    return stops ? router->now : timer_heap_due(&router->timers);
}

void router_stop(struct router *router)
{
    router->runs--;
    router->tasks.left = 0;
}

struct text *router_log(struct router *router)
{
    router->log.size = 0;
    router->log.truncated = false;
    return &router->log;
}

void router_log_end(struct router *router)
{
    struct text *log = &router->log;
    if (log->size == log->capacity)
        log->size--;
    text_char(log, '\n');
    platform_console(log->bytes, log->size);
}
