#include "elements/CheckTCPHeader.h"

#include "filter.h"
#include "header-check.h"
#include "ip.h"

enum { NOT_TCP, LENGTH, CHECKSUM, REASONS };

static const char *const reason_texts[REASONS] = {"not TCP", "bad packet length", "bad TCP checksum"};

static bool start(struct element *element, struct text *error)
{
    const struct CheckTCPHeader_args *args = element->args;
    struct header_check *check = element->state;
    (void)error;
    *check = (struct header_check){element_describe, "TCP", reason_texts, REASONS, args->verbose, 0, {0}};
    return true;
}

/* The length is that of the IP header: it covers all of the segment. */
static bool passes(struct element *element, struct packet *packet)
{
    const struct CheckTCPHeader_args *args = element->args;
    const u8 *network = packet->network, *header = packet->transport;
    u32 network_size = ip_header_size(packet), room = packet_length_from(packet, header);
    if (!network_size || network[IP_PROTOCOL] != PROTOCOL_TCP)
        return header_check_refuse(element->state, element, NOT_TCP);
    u32 total = load_be16(network + IP_LENGTH);
    if (total < network_size + TCP_HEADER || total - network_size > room)
        return header_check_refuse(element->state, element, LENGTH);
    u32 size = total - network_size, header_size = (header[TCP_OFFSET] >> 4) * 4u;
    if (header_size < TCP_HEADER || header_size > size)
        return header_check_refuse(element->state, element, LENGTH);
    if (args->checksum && ip_transport_checksum(network, header, size) != 0)
        return header_check_refuse(element->state, element, CHECKSUM);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void CheckTCPHeader_read_drops(struct element *element, struct text *out)
{
    const struct header_check *check = element->state;
    text_unsigned(out, check->drops);
}

static void CheckTCPHeader_read_drop_details(struct element *element, struct text *out)
{
    header_check_details(element->state, out);
}

const struct element_class CheckTCPHeader_class = {
    CheckTCPHeader_COMMON,
    .state_size = sizeof(struct header_check),
    .start = start,
    .action = action,
};
