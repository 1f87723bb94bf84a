#include "elements/Classifier.h"

#include "sorter.h"

static bool start(struct element *element, struct text *error)
{
    const struct Classifier_args *args = element->args;
    return sorter_start(element->state, element, args->program, error);
}

static u32 decide(const struct sorter *sorter, const struct packet *packet)
{
    const u8 *data = packet->data;
    if (packet->length >= sorter->reach[DECISION_FRONT].least)
        return decision_run_whole(sorter->program, &data);
    struct decision_input input = {{data, NULL, NULL}, {packet->length, 0, 0}};
    return decision_run(sorter->program, &input);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet *packet = batch->first, *next;
    (void)port;
    for (*batch = BATCH_EMPTY; packet; packet = next) {
        next = packet->next;
        sorter_send(element->state, element, packet, decide(element->state, packet));
    }
    output_flush(element);
}

static void Classifier_read_drops(struct element *element, struct text *out)
{
    const struct sorter *sorter = element->state;
    text_unsigned(out, sorter->drops);
}

const struct element_class Classifier_class = {
    Classifier_COMMON,
    .state_size = sizeof(struct sorter),
    .start = start,
    .push = push,
};
