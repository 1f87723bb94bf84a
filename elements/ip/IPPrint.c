#include "elements/IPPrint.h"

#include "headers.h"
#include "ip-lines.h"

struct IPPrint {
    bool active;
};

static bool start(struct element *element, struct text *error)
{
    const struct IPPrint_args *args = element->args;
    struct IPPrint *print = element->state;
    print->active = args->active;
    if (args->contents == IPPrint_CONTENTS_NONE || args->payload == IPPrint_PAYLOAD_NO)
        return true;
    text_string(error, "give one of CONTENTS and PAYLOAD at most");
    return false;
}

/* From where bytes are printed. */
static const u8 *contents_start(const struct IPPrint_args *args, const struct packet *packet)
{
    const u8 *header = packet->network, *transport = packet->transport;
    if (args->payload == IPPrint_PAYLOAD_NO)
        return packet->data;
    if (!transport || load_be16(header + IP_FRAGMENT) & 0x1fff)
        return transport;
    if (header[IP_PROTOCOL] == PROTOCOL_UDP)
        return transport + 8;
    if (header[IP_PROTOCOL] == PROTOCOL_TCP && packet_length_from(packet, transport) > 12)
        return transport + (transport[12] >> 4) * 4;
    return transport;
}

static void contents(struct text *line, const struct IPPrint_args *args, const struct packet *packet)
{
    const u8 *bytes = contents_start(args, packet);
    u32 size = packet_length_from(packet, bytes);
    bool hexadecimal = args->contents == IPPrint_CONTENTS_HEX || args->payload == IPPrint_PAYLOAD_HEX;
    u32 columns = hexadecimal ? 24 : 48, group = hexadecimal ? 4 : 8;
    if (args->maxlength >= 0 && (u32)args->maxlength < size)
        size = (u32)args->maxlength;
    for (u32 i = 0; i < size; i++) {
        if (i % columns == 0)
            text_string(line, "\n  ");
        else if (i % group == 0)
            text_char(line, ' ');
        if (hexadecimal)
            text_hex(line, bytes[i], 2);
        else
            text_char(line, bytes[i] < 32 || bytes[i] > 126 ? '.' : (char)bytes[i]);
    }
}

static void number(struct text *line, bool wanted, const char *name, u64 value)
{
    if (!wanted)
        return;
    text_string(line, name);
    text_unsigned(line, value);
    text_char(line, ' ');
}

static void annotations(struct text *line, const struct IPPrint_args *args, const struct packet *packet)
{
    if (args->timestamp) {
        text_time(line, packet->timestamp);
        text_string(line, ": ");
    }
    if (args->aggregate) {
        text_char(line, '#');
        text_unsigned(line, packet_annotation32(packet, ANNOTATION_AGGREGATE));
    }
    if (args->paint) {
        text_string(line, args->aggregate ? "." : "paint ");
        text_unsigned(line, packet->annotations[ANNOTATION_PAINT]);
    }
    if (args->aggregate || args->paint)
        text_string(line, ": ");
}

static void print(struct element *element, const struct packet *packet)
{
    const struct IPPrint_args *args = element->args;
    struct text *line = router_log(element->router);
    const u8 *header = packet->network;
    if (args->label.size) {
        text_bytes(line, element_bytes(element, args->label), args->label.size);
        text_string(line, ": ");
    }
    annotations(line, args, packet);
    if (packet_length_from(packet, header) < IP_HEADER) {
        text_string(line, "truncated-ip");
    } else {
        number(line, args->id, "id ", load_be16(header + 4));
        number(line, args->ttl, "ttl ", header[IP_TTL]);
        number(line, args->tos, "tos ", header[1]);
        number(line, args->length, "length ", load_be16(header + IP_LENGTH));
        ip_line(line, packet, args->swap);
        if (args->contents != IPPrint_CONTENTS_NONE || args->payload != IPPrint_PAYLOAD_NO)
            contents(line, args, packet);
    }
    router_log_end(element->router);
}

static void action(struct element *element, struct batch *batch)
{
    const struct IPPrint *state = element->state;
    if (!state->active)
        return;
    for (const struct packet *packet = batch->first; packet; packet = packet->next)
        if (packet->network)
            print(element, packet);
}

static void IPPrint_read_active(struct element *element, struct text *out)
{
    const struct IPPrint *state = element->state;
    text_bool(out, state->active);
}

static bool IPPrint_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct IPPrint *state = element->state;
    return handler_write_bool(value, size, &state->active, error);
}

const struct element_class IPPrint_class = {
    IPPrint_COMMON,
    .state_size = sizeof(struct IPPrint),
    .start = start,
    .action = action,
};
