#include "elements/CheckICMPHeader.h"

#include "filter.h"
#include "header-check.h"
#include "ip.h"

enum { NOT_ICMP, LENGTH, CHECKSUM, REASONS };

static const char *const reason_texts[REASONS] = {"not ICMP", "bad packet length", "bad ICMP checksum"};

static bool start(struct element *element, struct text *error)
{
    const struct CheckICMPHeader_args *args = element->args;
    struct header_check *check = element->state;
    (void)error;
    *check = (struct header_check){element_describe, "ICMP", reason_texts, REASONS, args->verbose, 0, {0}};
    return true;
}

/* Whether a message of that type may be so long, with its header. */
static bool is_good_length(u8 type, u32 size)
{
    switch (type) {
    case ICMP_UNREACHABLE:
    case ICMP_SOURCE_QUENCH:
    case ICMP_REDIRECT:
    case ICMP_TIME_EXCEEDED:
    case ICMP_PARAMETER_PROBLEM:
        return size >= ICMP_HEADER + IP_HEADER + 8;
    case ICMP_TIMESTAMP:
    case ICMP_TIMESTAMP_REPLY:
        return size == ICMP_HEADER + 12;
    case ICMP_INFORMATION:
    case ICMP_INFORMATION_REPLY:
        return size == ICMP_HEADER;
    default:
        return size >= ICMP_HEADER;
    }
}

static bool passes(struct element *element, struct packet *packet)
{
    const u8 *header = packet->transport;
    u32 size = packet_length_from(packet, header);
    if (!ip_header_size(packet) || packet->network[IP_PROTOCOL] != PROTOCOL_ICMP)
        return header_check_refuse(element->state, element, NOT_ICMP);
    if (size < ICMP_HEADER || !is_good_length(header[ICMP_TYPE], size))
        return header_check_refuse(element->state, element, LENGTH);
    if (checksum(header, size) != 0)
        return header_check_refuse(element->state, element, CHECKSUM);
    return true;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void CheckICMPHeader_read_drops(struct element *element, struct text *out)
{
    const struct header_check *check = element->state;
    text_unsigned(out, check->drops);
}

static void CheckICMPHeader_read_drop_details(struct element *element, struct text *out)
{
    header_check_details(element->state, out);
}

const struct element_class CheckICMPHeader_class = {
    CheckICMPHeader_COMMON,
    .state_size = sizeof(struct header_check),
    .start = start,
    .action = action,
};
