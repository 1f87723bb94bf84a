#include "elements/CheckIPHeader.h"

#include "checksum.h"
#include "headers.h"

enum reason { GOOD = -1, TINY, VERSION, HEADER_LENGTH, LENGTH, CHECKSUM, SOURCE, REASONS };

static const char *const reason_texts[REASONS] = {
    "tiny packet", "bad IP version", "bad IP header length", "bad IP length", "bad IP checksum", "bad source address",
};

/* Addresses in memory order. */
struct addresses {
    u32 *list;
    u32 count;
};

struct CheckIPHeader {
    struct addresses bad_sources, good_destinations;
    u64 drops, by_reason[REASONS];
};

static void add(struct addresses *addresses, u32 address)
{
    addresses->list[addresses->count++] = address;
}

static void add_all(struct addresses *addresses, struct element *element, struct plan_bytes bytes)
{
    const u8 *list = element_bytes(element, bytes);
    for (u32 i = 0; i < bytes.size / 4; i++)
        add(addresses, load32(list + 4 * i));
}

/* The networks' broadcast addresses are bad sources, the interfaces' own addresses good destinations. */
static void add_interfaces(struct CheckIPHeader *check, struct element *element, struct plan_bytes bytes)
{
    const struct ip_prefix *prefixes = element_bytes(element, bytes);
    for (u32 i = 0; i < bytes.size / sizeof *prefixes; i++) {
        u32 address = load32(prefixes[i].address), mask = load32(prefixes[i].mask);
        add(&check->bad_sources, (address & mask) | ~mask);
        add(&check->good_destinations, address);
    }
}

/* Two of the ways to say what is bad mean these as well. */
static void add_extremes(struct CheckIPHeader *check)
{
    add(&check->bad_sources, 0);
    add(&check->bad_sources, ~0u);
}

static bool start(struct element *element, struct text *error)
{
    const struct CheckIPHeader_args *args = element->args;
    struct CheckIPHeader *check = element->state;
    u64 most = (u64)args->interfaces.size + args->badsrc.size + args->old_badsrc.size + args->gooddst.size + 16;
    check->bad_sources.list = element_memory(element, most, error);
    check->good_destinations.list = element_memory(element, most, error);
    if (!check->bad_sources.list || !check->good_destinations.list)
        return false;
    add_interfaces(check, element, args->interfaces);
    add_all(&check->bad_sources, element, args->badsrc);
    add_all(&check->bad_sources, element, args->old_badsrc);
    add_all(&check->good_destinations, element, args->gooddst);
    if (args->interfaces.size || args->old_badsrc.size)
        add_extremes(check);
    return true;
}

static bool contains(const struct addresses *addresses, u32 address)
{
    for (u32 i = 0; i < addresses->count; i++)
        if (addresses->list[i] == address)
            return true;
    return false;
}

static bool is_bad_source(const struct CheckIPHeader *check, const u8 *header)
{
    return contains(&check->bad_sources, load32(header + IP_SOURCE)) &&
           !contains(&check->good_destinations, load32(header + IP_DESTINATION));
}

/* Checks in Click's order; marks a good packet and cuts it to its IP length. */
static enum reason examine(const struct CheckIPHeader *check, const struct CheckIPHeader_args *args,
                           struct packet *packet)
{
    u32 room = packet->length > args->offset ? packet->length - args->offset : 0;
    u8 *header = packet->data + args->offset;
    if (room < IP_HEADER)
        return TINY;
    if (header[0] >> 4 != 4)
        return VERSION;
    u32 header_size = (header[0] & 15) * 4u;
    if (header_size < IP_HEADER)
        return HEADER_LENGTH;
    u32 size = load_be16(header + IP_LENGTH);
    if (size > room || size < header_size)
        return LENGTH;
    if (args->checksum && !checksum_header_good(header, header_size))
        return CHECKSUM;
    if (check->bad_sources.count && is_bad_source(check, header))
        return SOURCE;
    packet->network = header;
    packet->transport = header + header_size;
    packet_take(packet, room - size);
    packet_set_annotation32(packet, ANNOTATION_DST_IP, load32(header + IP_DESTINATION));
    return GOOD;
}

static void complain(struct element *element, enum reason reason)
{
    struct text *log = router_log(element->router);
    element_text_name(element, log);
    text_string(log, ": IP header check failed: ");
    text_string(log, reason_texts[reason]);
    router_log_end(element->router);
}

static void count(struct element *element, enum reason reason)
{
    const struct CheckIPHeader_args *args = element->args;
    struct CheckIPHeader *check = element->state;
    if (!check->drops || args->verbose)
        complain(element, reason);
    check->drops++;
    check->by_reason[reason]++;
}

static void action(struct element *element, struct batch *batch)
{
    const struct CheckIPHeader *check = element->state;
    struct batch bad = BATCH_EMPTY;
    struct packet *previous = NULL, *next;
    for (struct packet *packet = batch->first; packet; packet = next) {
        enum reason reason = examine(check, element->args, packet);
        next = packet->next;
        if (reason == GOOD) {
            previous = packet;
            continue;
        }
        count(element, reason);
        batch_remove(batch, previous, packet);
        batch_append(&bad, packet);
    }
    if (bad.count)
        output_push_checked(element, 1, &bad);
}

static void CheckIPHeader_read_drops(struct element *element, struct text *out)
{
    const struct CheckIPHeader *check = element->state;
    text_unsigned(out, check->drops);
}

static void CheckIPHeader_read_drop_details(struct element *element, struct text *out)
{
    const struct CheckIPHeader *check = element->state;
    for (u32 i = 0; i < REASONS; i++) {
        text_unsigned(out, check->by_reason[i]);
        text_char(out, '\t');
        text_string(out, reason_texts[i]);
        text_char(out, '\n');
    }
}

const struct element_class CheckIPHeader_class = {
    CheckIPHeader_COMMON,
    .state_size = sizeof(struct CheckIPHeader),
    .start = start,
    .action = action,
};
