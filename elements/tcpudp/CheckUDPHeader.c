#include "elements/CheckUDPHeader.h"

#include "filter.h"
#include "header-check.h"
#include "ip.h"

enum { NOT_UDP, LENGTH, CHECKSUM, REASONS };

static const char *const reason_texts[REASONS] = {"not UDP", "bad packet length", "bad UDP checksum"};

static bool start(struct element *element, struct text *error)
{
    const struct CheckUDPHeader_args *args = element->args;
    struct header_check *check = element->state;
    (void)error;
    *check = (struct header_check){NULL, "UDP", reason_texts, REASONS, args->verbose, 0, {0}};
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    const struct CheckUDPHeader_args *args = element->args;
    const u8 *network = packet->network, *header = packet->transport;
    u32 room = packet_length_from(packet, header);
    if (!ip_header_size(packet) || network[IP_PROTOCOL] != PROTOCOL_UDP)
        return header_check_refuse(element->state, element, NOT_UDP);
    u32 size = room < UDP_HEADER ? 0 : load_be16(header + UDP_LENGTH);
    if (size < UDP_HEADER || size > room)
        return header_check_refuse(element->state, element, LENGTH);
    bool summed = args->checksum && load16(header + UDP_CHECKSUM) != 0;
    if (summed && ip_transport_checksum(network, header, size) != 0)
        return header_check_refuse(element->state, element, CHECKSUM);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void CheckUDPHeader_read_drops(struct element *element, struct text *out)
{
    const struct header_check *check = element->state;
    text_unsigned(out, check->drops);
}

static void CheckUDPHeader_read_drop_details(struct element *element, struct text *out)
{
    header_check_details(element->state, out);
}

const struct element_class CheckUDPHeader_class = {
    CheckUDPHeader_COMMON,
    .state_size = sizeof(struct header_check),
    .start = start,
    .action = action,
};
