#include "elements/Block.h"

#define FORWARD_RATE 20u /* an annotation, signed */

struct Block {
    i64 thresh;
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct Block_args *args = element->args;
    struct Block *block = element->state;
    (void)error;
    block->thresh = args->thresh;
    return true;
}

static u32 output_of(const struct Block *block, const struct packet *packet)
{
    return block->thresh && (i32)packet_annotation32(packet, FORWARD_RATE) > block->thresh;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch)))
        output_stage(element, output_of(element->state, packet), packet);
    output_flush(element);
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct Block *block = element->state;
    struct batch batch = BATCH_EMPTY;
    struct packet *packet;
    if (port)
        return;
    input_pull(element, 0, max, &batch);
    while ((packet = batch_take(&batch)))
        if (output_of(block, packet)) {
            block->drops++;
            element_free(element, packet);
        } else {
            batch_append(into, packet);
        }
}

static void Block_read_thresh(struct element *element, struct text *out)
{
    const struct Block *block = element->state;
    text_signed(out, block->thresh);
}

static bool Block_write_thresh(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Block *block = element->state;
    return handler_write_signed(value, size, INT32_MIN, INT32_MAX, &block->thresh, error);
}

static void Block_read_drops(struct element *element, struct text *out)
{
    const struct Block *block = element->state;
    text_unsigned(out, block->drops);
}

const struct element_class Block_class = {
    Block_COMMON,
    .state_size = sizeof(struct Block),
    .start = start,
    .push = push,
    .pull = pull,
};
