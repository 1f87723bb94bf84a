#include "rated-splitter.h"

void rated_splitter_push(struct element *element, u32 port, struct batch *batch)
{
    struct rated_splitter *splitter = element->state;
    struct packet *packet;
    (void)port;
    bucket_fill(&splitter->rated.bucket, router_now(element->router));
    while ((packet = batch_take(batch))) {
        if (rated_open(&splitter->rated)) {
            rated_use(&splitter->rated, packet->length);
            output_stage(element, 0, packet);
        } else if (element->noutputs > 1) {
            output_stage(element, 1, packet);
        } else {
            splitter->drops++;
            element_free(element, packet);
        }
    }
    output_flush(element);
}

HANDLER void rated_splitter_read_rate(struct element *element, struct text *out)
{
    const struct rated_splitter *splitter = element->state;
    rated_read(&splitter->rated, out);
}

HANDLER bool rated_splitter_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    struct rated_splitter *splitter = element->state;
    return rated_write(&splitter->rated, value, size, error);
}

HANDLER void rated_splitter_read_drops(struct element *element, struct text *out)
{
    const struct rated_splitter *splitter = element->state;
    text_unsigned(out, splitter->drops);
}
