/*
 * Elements: a class is a table of functions, an element its state, its arguments (read in place from the
 * Plan) and its ports. No element has state outside of element->state.
 *
 * A class gives either action() for an agnostic element, from which the core derives push and pull of port 0,
 * or push() and pull() for the ports it has. Links are resolved at start to function pointers; calls cross an
 * element without looking anything up.
 */
#pragma once

#include "batch.h"
#include "handler.h"
#include "notifier.h"
#include "packed.h"
#include "plan.h"
#include "task.h"
#include "timer.h"

struct router;

/* Takes every packet of the batch. */
typedef void push_function(struct element *element, u32 port, struct batch *batch);

/* Appends at most `max` packets to `into`. */
typedef void pull_function(struct element *element, u32 port, u32 max, struct batch *into);

enum port_kind { PORT_PUSH, PORT_PULL };

struct port {
    push_function *push;     /* push output: the other end's function */
    pull_function *pull;     /* pull input: the other end's function */
    struct element *element; /* the other end; NULL at a push input, which may have several */
    u32 number;              /* the other end's port */
    enum port_kind kind;
    u32 visit;               /* the last search that came by: see notifier.c */
    bool chained;            /* the other end is agnostic and has no other beside this one: its chain goes on */
    struct batch pending;    /* packets on their way out: see output_stage() and output_push() */
    struct port *next_pending;
#ifdef CLICKFORGE_COUNT
    u64 packets; /* that crossed to or from the other end */
#endif
};

/* For simulators: counts at the end that starts the transfer. Nothing at all in an image. */
static inline void port_count(struct port *port, u32 packets)
{
#ifdef CLICKFORGE_COUNT
    port->packets += packets;
#else
    (void)port;
    (void)packets;
#endif
}

struct element {
    const struct packed_class *class; /* NULL: the router itself */
    struct router *router;
    const void *args;
    void *state;
    void (*action)(struct element *element, struct batch *batch);
    struct port *inputs, *outputs;
    u16 ninputs, noutputs;
    u32 index;
    struct port *staged; /* outputs that output_stage() filled */
    const struct plan_element *plan;
};

/*
 * What few classes have: those that store packets, or decide when there are any, and those whose elements have handlers
 * of their own.
 */
struct class_extras {
    /* The notifier behind a pull output, or of a push input; NULL: look further (see notifier.h). */
    struct notifier *(*empty_notifier)(struct element *element, u32 output);
    struct notifier *(*full_notifier)(struct element *element, u32 input);

    /* How many packets the element stores between a push and a pull; NULL: it is no queue. */
    u32 (*stored)(const struct element *element);

    /* Names of read handlers that an element has beside those of its class, counted from 0; NULL: there are no more. */
    const char *(*own_handler)(const struct element *element, u32 number, u32 *size);

    /* Its value; which one is in router->handler_number. */
    void (*read_own)(struct element *element, struct text *out);
};

#define EXTRAS(...) &(const struct class_extras){__VA_ARGS__}

/* Every base image has one for each class (see packed.h): what few of them have stands elsewhere. Read by CLASS(). */
struct element_class {
    const char *name;
    const char *codes; /* Click's codes of ports, processing and flow, each but the last with a blank behind it */

    const u32 *bytes_fields; /* offsets of the struct plan_bytes in the arguments */
    const struct handler *handlers;
    u32 args_size, state_size; /* the state is zeroed before start */
    u16 bytes_count, handler_count;

    /* -1: before, 1: behind the other classes' start(); Click's configure phase where it matters. */
    i8 phase;

    /* A pull output whose packets come from nowhere and never will (Idle): it never wakes anybody. */
    bool idle_output;

#ifdef CLICKFORGE_LIVE
    bool live; /* start() may be called again, with other arguments: it keeps the state that is not made from them */
#endif

    /* Checks arguments and takes memory. Other elements may not be looked at. false: `error` says why. */
    bool (*start)(struct element *element, struct text *error);

    /* All elements are started: find notifiers, schedule tasks and timers. */
    bool (*ready)(struct element *element, struct text *error);

    void (*action)(struct element *element, struct batch *batch);
    push_function *push;
    pull_function *pull;
    const struct class_extras *extras; /* NULL: none of that */
};

#define CLASS(class, member) UNPACK(element_class, class, member)

/* Made by the generator from the specs, ordered by name. */
extern const struct element_class *const element_classes[];
extern const u32 element_class_count;
extern const u64 element_abi;

/* Sends all packets of the batch out of a push output. Deep or circular paths are continued in a later turn. */
void output_push(struct element *element, u32 output, struct batch *batch);

/* The same where the output may not exist: Click's checked push. Packets without output are freed; returns how many. */
u32 output_push_checked(struct element *element, u32 output, struct batch *batch);

/*
 * Collects packets a port at a time while a batch is sorted; output_flush() then pushes them, a batch an output,
 * in the order in which the outputs got their first packet.
 */
static inline void output_stage(struct element *element, u64 output, struct packet *packet)
{
    struct port *port = &element->outputs[output];
    packet->next = NULL;
    if (port->pending.count++) {
        port->pending.last->next = packet;
    } else {
        port->pending.first = packet;
        port->next_pending = element->staged;
        element->staged = port;
    }
    port->pending.last = packet;
}

void output_flush(struct element *element);

/* Pulls at most `max` packets from a pull input. */
static inline void input_pull(struct element *element, u32 input, u32 max, struct batch *into)
{
    struct port *port = &element->inputs[input];
    u32 before = into->count;
    port->pull(port->element, port->number, max, into);
    port_count(port, into->count - before);
}

static inline bool input_is_pull(const struct element *element, u32 input)
{
    return element->inputs[input].kind == PORT_PULL;
}

static inline bool output_is_push(const struct element *element, u32 output)
{
    return element->outputs[output].kind == PORT_PUSH;
}

/* For ports.c and router.c: push and pull of a class that gives only action(). */
push_function push_chain;
pull_function pull_chain;

/* Memory for the rest of the run, zeroed; NULL: `error` names the element and the bytes. start() and ready() only. */
void *element_memory(struct element *element, u64 size, struct text *error);

/* The element's name, not terminated. */
const char *element_name(const struct element *element, u32 *size);
void element_text_name(const struct element *element, struct text *out);

/* Appends an argument as it was written in the configuration, nothing when there are fewer. */
void element_text_argument(const struct element *element, u32 number, struct text *out);

/* Appends "NAME :: CLASS". */
void element_describe(const struct element *element, struct text *out);

/* Elements see the whole router: its packets, its clock, its log. */
#include "router.h"
