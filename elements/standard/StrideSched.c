#include "elements/StrideSched.h"

#define STRIDE1 65536u
#define MOST_TICKETS 32768

/* An input. The one with the smallest pass is next; a turn adds its stride. */
struct client {
    struct client *next; /* in the list of those with tickets, the smallest pass first */
    i32 tickets;
    u32 stride;
    u32 pass; /* goes round */
    struct signal signal;
};

struct StrideSched {
    struct client *clients, *list;
};

/* Before those of the same pass: Click's order. */
static void insert(struct StrideSched *sched, struct client *client)
{
    struct client **place = &sched->list;
    while (*place && (i32)(client->pass - (*place)->pass) > 0)
        place = &(*place)->next;
    client->next = *place;
    *place = client;
}

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
    bool first = !sched->clients;
    if (first)
        sched->clients = element_memory(element, element->ninputs * sizeof *sched->clients + 1, error);
    if (!sched->clients)
        return false;
    sched->list = NULL;
    for (u32 i = element->ninputs; i--;) {
        struct client *client = &sched->clients[i];
        if (tickets[i] < 0) {
            text_string(error, "a number of tickets must not be negative");
            return false;
        }
        set_tickets(client, tickets[i]);
        if (first)
            client->pass = client->stride;
        if (client->tickets)
            insert(sched, client);
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

/* Asks one after the other, at most once each; who was asked takes its new place. */
static bool pull_one(struct element *element, struct batch *into)
{
    struct StrideSched *sched = element->state;
    struct client *asked = sched->list, *client = asked, *next;
    u32 before = into->count;
    for (; client && into->count == before; client = client->next) {
        if (signal_active(&client->signal))
            input_pull(element, (u32)(client - sched->clients), 1, into);
        client->pass += client->stride;
    }
    for (sched->list = client; asked != client; asked = next) {
        next = asked->next;
        insert(sched, asked);
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
    struct client *client = &sched->clients[element->router->handler_number], **place = &sched->list;
    i64 tickets;
    if (!handler_write_signed(value, size, 0, INT32_MAX, &tickets, error))
        return false;
    bool had = client->tickets != 0;
    set_tickets(client, (i32)tickets);
    if (had == (tickets != 0))
        return true;
    if (!had) {
        client->pass = sched->list ? sched->list->pass + client->stride : 0;
        insert(sched, client);
        return true;
    }
    while (*place != client)
        place = &(*place)->next;
    *place = client->next;
    return true;
}

const struct element_class StrideSched_class = {
    StrideSched_COMMON,
    .state_size = sizeof(struct StrideSched),
    .start = start,
    .ready = ready,
    .pull = pull,
};
