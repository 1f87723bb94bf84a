#include "elements/StrideSched.h"

#define STRIDE1 65536u
#define MOST_TICKETS 32768

/* An input. The one with the smallest pass is next; a turn adds its stride. */
struct client {
    i32 tickets;
    u32 stride;
    u32 pass; /* goes round */
    bool asked; /* in this pull */
    struct signal signal;
};

struct StrideSched {
    struct client *clients;
};

static void set_tickets(struct client *client, i32 tickets)
{
    client->tickets = tickets < MOST_TICKETS ? tickets : MOST_TICKETS;
    client->stride = tickets ? STRIDE1 / (u32)client->tickets : 0;
}

static bool start(struct element *element, struct text *error)
{
    const struct StrideSched_args *args = element->args;
    struct StrideSched *sched = element->state;
    const i32 *tickets = element_bytes(element, args->tickets);
    if (args->tickets.size / sizeof *tickets != element->ninputs) {
        text_string(error, "there must be one number of tickets for each input");
        return false;
    }
    sched->clients = element_memory(element, element->ninputs * sizeof *sched->clients + 1, error);
    if (!sched->clients)
        return false;
    for (u32 i = 0; i < element->ninputs; i++) {
        if (tickets[i] < 0) {
            text_string(error, "a number of tickets must not be negative");
            return false;
        }
        set_tickets(&sched->clients[i], tickets[i]);
        sched->clients[i].pass = sched->clients[i].stride;
    }
    return true;
}

static bool ready(struct element *element, struct text *error)
{
    struct StrideSched *sched = element->state;
    for (u32 i = 0; i < element->ninputs; i++)
        if (!signal_find_upstream(&sched->clients[i].signal, element, i, NULL, error))
            return false;
    return true;
}

/* The client with tickets whose turn is next, of those not asked yet; NULL: none. */
static struct client *next_client(const struct element *element)
{
    const struct StrideSched *sched = element->state;
    struct client *best = NULL;
    for (u32 i = 0; i < element->ninputs; i++) {
        struct client *client = &sched->clients[i];
        if (client->tickets && !client->asked && (!best || (i32)(client->pass - best->pass) < 0))
            best = client;
    }
    return best;
}

static bool pull_one(struct element *element, struct batch *into)
{
    struct StrideSched *sched = element->state;
    struct client *client;
    u32 before = into->count;
    for (u32 i = 0; i < element->ninputs; i++)
        sched->clients[i].asked = false;
    while (into->count == before && (client = next_client(element))) {
        if (signal_active(&client->signal))
            input_pull(element, (u32)(client - sched->clients), 1, into);
        client->pass += client->stride;
        client->asked = true;
    }
    return into->count != before;
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    (void)port;
    while (max-- && pull_one(element, into)) {
    }
}

static void StrideSched_read_tickets(struct element *element, struct text *out)
{
    const struct StrideSched *sched = element->state;
    text_signed(out, sched->clients[element->router->handler_number].tickets);
}

/* Who had none takes its place behind the next. */
static bool StrideSched_write_tickets(struct element *element, const char *value, u32 size, struct text *error)
{
    struct StrideSched *sched = element->state;
    struct client *client = &sched->clients[element->router->handler_number], *next;
    i64 tickets;
    if (!handler_write_signed(value, size, 0, INT32_MAX, &tickets, error))
        return false;
    bool had = client->tickets != 0;
    for (u32 i = 0; i < element->ninputs; i++)
        sched->clients[i].asked = false;
    next = next_client(element);
    set_tickets(client, (i32)tickets);
    if (!had)
        client->pass = next ? next->pass + client->stride : 0;
    return true;
}

const struct element_class StrideSched_class = {
    StrideSched_COMMON,
    .state_size = sizeof(struct StrideSched),
    .start = start,
    .ready = ready,
    .pull = pull,
};
