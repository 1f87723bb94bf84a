#include "ip-check.h"

#include "arguments.h"
#include "ip.h"

enum reason { TINY, VERSION, HEADER_LENGTH, LENGTH, CHECKSUM, SOURCE, REASONS };

static const char *const reason_texts[REASONS] = {
    "tiny packet", "bad IP version", "bad IP header length", "bad IP length", "bad IP checksum", "bad source address",
};

static void add(struct ip_check_list *list, u32 address)
{
    list->addresses[list->count++] = address;
}

static void add_all(struct ip_check_list *list, struct element *element, struct plan_bytes bytes)
{
    const u8 *addresses = element_bytes(element, bytes);
    for (u32 i = 0; i < bytes.size / 4; i++)
        add(list, load32(addresses + 4 * i));
}

/* The networks' broadcast addresses are bad sources, the interfaces' own addresses good destinations. */
static void add_interfaces(struct ip_check *check, struct element *element, struct plan_bytes bytes)
{
    const struct ip_prefix *prefixes = element_bytes(element, bytes);
    for (u32 i = 0; i < bytes.size / sizeof *prefixes; i++) {
        u32 address = load32(prefixes[i].address), mask = load32(prefixes[i].mask);
        add(&check->bad_sources, (address & mask) | ~mask);
        add(&check->good_destinations, address);
    }
}

/* Two of the ways to say what is bad mean these as well. */
static void add_extremes(struct ip_check *check)
{
    add(&check->bad_sources, 0);
    add(&check->bad_sources, ~0u);
}

bool ip_check_start(struct ip_check *check, struct element *element, const struct ip_check_rules *rules,
                    struct text *error)
{
    u64 most = (u64)rules->interfaces.size + rules->bad_sources.size + rules->old_bad_sources.size +
               rules->good_destinations.size + 16;
    check->header.say = element_text_name;
    check->header.protocol = "IP";
    check->header.reasons = reason_texts;
    check->header.reason_count = REASONS;
    check->bad_sources.addresses = element_memory(element, most, error);
    check->good_destinations.addresses = element_memory(element, most, error);
    if (!check->bad_sources.addresses || !check->good_destinations.addresses)
        return false;
    add_interfaces(check, element, rules->interfaces);
    add_all(&check->bad_sources, element, rules->bad_sources);
    add_all(&check->bad_sources, element, rules->old_bad_sources);
    add_all(&check->good_destinations, element, rules->good_destinations);
    if (rules->interfaces.size || rules->old_bad_sources.size)
        add_extremes(check);
    return true;
}

static bool contains(const struct ip_check_list *list, u32 address)
{
    for (u32 i = 0; i < list->count; i++)
        if (list->addresses[i] == address)
            return true;
    return false;
}

static bool is_bad_source(const struct ip_check *check, const u8 *header)
{
    return contains(&check->bad_sources, load32(header + IP_SOURCE)) &&
           !contains(&check->good_destinations, load32(header + IP_DESTINATION));
}

/* In Click's order; of a header that is not the usual one. */
static __attribute__((noinline)) enum reason examine(const struct ip_check *check, const u8 *header, u32 room)
{
    if (room < IP_HEADER)
        return TINY;
    if (header[0] >> 4 != 4)
        return VERSION;
    u32 header_size = (header[0] & 15) * 4u, size = load_be16(header + IP_LENGTH);
    if (header_size < IP_HEADER)
        return HEADER_LENGTH;
    if (size > room || size < header_size)
        return LENGTH;
    if (check->checksum && !checksum_header_good(header, header_size))
        return CHECKSUM;
    return is_bad_source(check, header) ? SOURCE : REASONS;
}

/* Good as far as can be seen at a glance: without options, of the right length, with the right checksum. */
static bool is_usual(const u8 *header, u32 room)
{
    return room >= IP_HEADER && header[0] == 0x45 && load_be16(header + IP_LENGTH) - IP_HEADER <= room - IP_HEADER &&
           checksum_header_good(header, IP_HEADER);
}

bool ip_check_passes(struct ip_check *check, struct element *element, struct packet *packet, u32 offset)
{
    u32 room = packet->length > offset ? packet->length - offset : 0;
    u8 *header = packet->data + (room ? offset : 0);
    if (!is_usual(header, room) || is_bad_source(check, header)) {
        enum reason reason = examine(check, header, room);
        if (reason != REASONS)
            return header_check_refuse(&check->header, element, reason);
    }
    packet->network = header;
    packet->transport = header + (header[0] & 15) * 4u;
    packet_take(packet, room - load_be16(header + IP_LENGTH));
    packet_set_annotation32(packet, ANNOTATION_DST_IP, load32(header + IP_DESTINATION));
    return true;
}

HANDLER void ip_check_read_drops(struct element *element, struct text *out)
{
    const struct ip_check *check = element->state;
    text_unsigned(out, check->header.drops);
}

HANDLER void ip_check_read_drop_details(struct element *element, struct text *out)
{
    const struct ip_check *check = element->state;
    header_check_details(&check->header, out);
}
