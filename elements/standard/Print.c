#include "elements/Print.h"

struct Print {
    bool active;
};

static bool start(struct element *element, struct text *error)
{
    const struct Print_args *args = element->args;
    struct Print *print = element->state;
    (void)error;
    print->active = args->active;
    return true;
}

static void hexadecimal(struct text *line, const u8 *bytes, u32 size)
{
    for (u32 i = 0; i < size; i++) {
        if (i && i % 4 == 0)
            text_char(line, ' ');
        text_hex(line, bytes[i], 2);
    }
}

static void ascii(struct text *line, const u8 *bytes, u32 size)
{
    for (u32 i = 0; i < size; i++) {
        if (i % 8 == 0)
            text_char(line, ' ');
        text_char(line, bytes[i] < 32 || bytes[i] > 126 ? '.' : (char)bytes[i]);
    }
}

static void contents(struct text *line, const struct Print_args *args, const struct packet *packet)
{
    u32 size = packet->length;
    if (args->contents == Print_CONTENTS_NONE)
        size = 0;
    else if (args->maxlength >= 0 && (u32)args->maxlength < size)
        size = (u32)args->maxlength;
    if (!size)
        return;
    text_string(line, " | ");
    if (args->contents == Print_CONTENTS_HEX)
        hexadecimal(line, packet->data, size);
    else
        ascii(line, packet->data, size);
}

static void room(struct text *line, const struct packet *packet)
{
    text_string(line, " (h");
    text_unsigned(line, packet_headroom(packet));
    text_string(line, " t");
    text_unsigned(line, packet_tailroom(packet));
    text_char(line, ')');
}

static void annotations(struct text *line, const struct packet *packet)
{
    text_string(line, " | ");
    for (u32 i = 0; i < PACKET_ANNOTATIONS; i++)
        text_hex(line, packet->annotations[i], 2);
}

static void print(struct element *element, const struct packet *packet)
{
    const struct Print_args *args = element->args;
    struct text *line = router_log(element->router);
    if (args->label.size) {
        text_bytes(line, element_bytes(element, args->label), args->label.size);
        text_string(line, ": ");
    }
    if (args->timestamp) {
        text_time(line, packet->timestamp);
        text_string(line, ": ");
    }
    text_padded(line, packet->length, 4);
    if (args->headroom)
        room(line, packet);
    if (args->printanno)
        annotations(line, packet);
    contents(line, args, packet);
    router_log_end(element->router);
}

static void action(struct element *element, struct batch *batch)
{
    const struct Print *state = element->state;
    if (!state->active)
        return;
    for (const struct packet *packet = batch->first; packet; packet = packet->next)
        print(element, packet);
}

static void Print_read_active(struct element *element, struct text *out)
{
    const struct Print *state = element->state;
    text_bool(out, state->active);
}

static bool Print_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Print *state = element->state;
    return handler_write_bool(value, size, &state->active, error);
}

const struct element_class Print_class = {
    Print_COMMON,
    .state_size = sizeof(struct Print),
    .start = start,
    .action = action,
};
