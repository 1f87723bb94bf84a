#include "elements/DRRSched.h"

#include "relay.h"

/* An input; the packet that its deficit was too small for waits here. */
struct drr_input {
    struct packet *head;
    u32 deficit;
    struct signal signal;
};

struct DRRSched {
    struct drr_input *inputs;
    u32 next;
    struct relay relay;
};

static bool ready(struct element *element, struct text *error)
{
    struct DRRSched *sched = element->state;
    sched->inputs = element_memory(element, element->ninputs * sizeof *sched->inputs + 1, error);
    if (!sched->inputs)
        return false;
    relay_init(&sched->relay, element);
    for (u32 i = 0; i < element->ninputs; i++)
        if (!signal_find_upstream(&sched->inputs[i].signal, element, i, &sched->relay.task, error))
            return false;
    return true;
}

/* The input's next packet, or NULL; `any` becomes true where there may be packets. */
static struct packet *next_packet(struct element *element, u32 number, bool *any)
{
    struct drr_input *input = &((struct DRRSched *)element->state)->inputs[number];
    struct packet *packet = input->head;
    struct batch batch = BATCH_EMPTY;
    input->head = NULL;
    if (!packet && signal_active(&input->signal)) {
        input_pull(element, number, 1, &batch);
        *any = true;
        packet = batch.first;
    }
    *any |= packet != NULL;
    return packet;
}

/* Looks once at each input, first of all at the one that the last packet came from. */
static struct packet *pull_one(struct element *element)
{
    const struct DRRSched_args *args = element->args;
    struct DRRSched *sched = element->state;
    bool any = false;
    for (u32 i = 0; i < element->ninputs; i++) {
        struct drr_input *input = &sched->inputs[sched->next];
        struct packet *packet = next_packet(element, sched->next, &any);
        if (packet && packet->length <= input->deficit) {
            input->deficit -= packet->length;
            return packet;
        }
        input->head = packet;
        if (!packet)
            input->deficit = 0;
        sched->next = sched->next + 1 < element->ninputs ? sched->next + 1 : 0;
        sched->inputs[sched->next].deficit += args->quantum;
    }
    relay_rest(&sched->relay, any);
    return NULL;
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct DRRSched *sched = element->state;
    struct packet *packet = NULL;
    bool any = false;
    (void)port;
    for (; max && (packet = pull_one(element)); max--) {
        batch_append(into, packet);
        any = true;
    }
    if (any)
        relay_wake(&sched->relay);
}

static struct notifier *empty_notifier(struct element *element, u32 output)
{
    struct DRRSched *sched = element->state;
    (void)output;
    return &sched->relay.notifier;
}

const struct element_class DRRSched_class = {
    DRRSched_COMMON,
    .state_size = sizeof(struct DRRSched),
    .ready = ready,
    .pull = pull,
    .extras = EXTRAS(.empty_notifier = empty_notifier),
};
