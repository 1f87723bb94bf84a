#include "elements/Classifier.h"

#include "sorter.h"

static bool start(struct element *element, struct text *error)
{
    const struct Classifier_args *args = element->args;
    return sorter_start(element->state, element, args->program, error);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet *packet = batch->first, *next;
    (void)port;
    for (*batch = BATCH_EMPTY; packet; packet = next) {
        next = packet->next;
        struct decision_input input = {{packet->data, NULL, NULL}, {packet->length, 0, 0}};
        sorter_send(element->state, element, packet, &input);
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
