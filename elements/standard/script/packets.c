/* Packets, which a script sends where what it returns says. */
#include "parse.h"
#include "script.h"

/* The output for a packet; ~0: none. */
static u32 output_for(struct element *element, u32 port)
{
    struct script *script = element->state;
    char digits[8];
    struct text input = TEXT_IN(digits);
    u32 length;
    u64 output = ~0u;
    text_unsigned(&input, port);
    script_set(script, "input", 5, digits, input.size);
    script->position = 0;
    script_call(element, 0, SCRIPT_BY_HANDLER, NULL);
    if (script_stands_at(script) == SCRIPT_END)
        return 0;
    const char *value = script_returned(script, &length);
    if (value)
        parse_unsigned(value, length, 0xffff, &output);
    return (u32)output;
}

/* Each packet to its output, those for output 0 into `first` if that is not NULL. */
static void sort(struct element *element, u32 port, struct batch *batch, struct batch *first)
{
    struct script *script = element->state;
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        struct batch one = BATCH_EMPTY;
        u32 output = output_for(element, port);
        batch_append(&one, packet);
        if (first && !output)
            batch_move(first, &one);
        else
            script->drops += output_push_checked(element, output, &one);
    }
}

void script_push(struct element *element, u32 port, struct batch *batch)
{
    sort(element, port, batch, NULL);
}

void script_pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct batch batch = BATCH_EMPTY;
    (void)port;
    input_pull(element, 0, max, &batch);
    sort(element, 0, &batch, into);
}
