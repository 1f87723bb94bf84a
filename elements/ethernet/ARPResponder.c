#include "elements/ARPResponder.h"

#include "headers.h"
#include "parse.h"

#define SPARE 64u /* entries that the add handler has room for */

/* Entries from the most specific to the widest, so that the first that fits counts. */
struct ARPResponder {
    struct arp_entry *entries;
    u32 count, capacity;
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct ARPResponder_args *args = element->args;
    struct ARPResponder *responder = element->state;
    responder->count = args->entries.size / sizeof *responder->entries;
    responder->capacity = responder->count + SPARE;
    responder->entries = element_memory(element, responder->capacity * sizeof *responder->entries, error);
    if (!responder->entries)
        return false;
    memcpy(responder->entries, element_bytes(element, args->entries), args->entries.size);
    return true;
}

static bool covers(const struct arp_entry *entry, const u8 address[4])
{
    return (load32(address) & load32(entry->mask)) == load32(entry->address);
}

static const u8 *lookup(const struct ARPResponder *responder, const u8 address[4])
{
    for (u32 i = 0; i < responder->count; i++)
        if (covers(&responder->entries[i], address))
            return responder->entries[i].ethernet;
    return NULL;
}

/* The Ethernet address to answer with; NULL: this is no request for one of ours. */
static const u8 *wanted(const struct ARPResponder *responder, const struct packet *packet)
{
    const u8 *arp = packet->data + ETHERNET_HEADER;
    if (packet->length < ETHERNET_HEADER + ARP_SIZE || load_be16(packet->data + ETHERNET_TYPE) != ETHERTYPE_ARP)
        return NULL;
    if (load_be16(arp + ARP_HARDWARE) != ARP_HARDWARE_ETHERNET || load_be16(arp + ARP_PROTOCOL) != ETHERTYPE_IP ||
        load_be16(arp + ARP_OPERATION) != ARP_REQUEST)
        return NULL;
    return lookup(responder, arp + ARP_TARGET_IP);
}

/* The answer is a new packet to Click: no annotation but the device and the VLAN stays. */
static void forget_annotations(struct packet *packet)
{
    u16 vlan = load16(packet->annotations + ANNOTATION_VLAN_TCI);
    memset(packet->annotations, 0, PACKET_ANNOTATIONS);
    store16(packet->annotations + ANNOTATION_VLAN_TCI, vlan);
    packet->network = packet->transport = NULL;
    packet->timestamp = 0;
    packet->type = PACKET_HOST;
}

static void answer(struct packet *packet, const u8 ethernet[6])
{
    u8 *header = packet->data, *arp = packet->data + ETHERNET_HEADER;
    u8 asked[4];
    packet_take(packet, packet->length - (ETHERNET_HEADER + ARP_SIZE));
    forget_annotations(packet);
    packet->mac = header;
    packet->network = arp;
    memcpy(asked, arp + ARP_TARGET_IP, 4);
    memcpy(header + ETHERNET_DESTINATION, arp + ARP_SENDER_ETHERNET, 6);
    memcpy(header + ETHERNET_SOURCE, ethernet, 6);
    arp[ARP_HARDWARE_LENGTH] = 6;
    arp[ARP_PROTOCOL_LENGTH] = 4;
    store_be16(arp + ARP_OPERATION, ARP_REPLY);
    memcpy(arp + ARP_TARGET_ETHERNET, arp + ARP_SENDER_ETHERNET, 10); /* and the IP address behind it */
    memcpy(arp + ARP_SENDER_ETHERNET, ethernet, 6);
    memcpy(arp + ARP_SENDER_IP, asked, 4);
}

static void action(struct element *element, struct batch *batch)
{
    struct ARPResponder *responder = element->state;
    struct batch answers = BATCH_EMPTY, others = BATCH_EMPTY;
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        const u8 *ethernet = wanted(responder, packet);
        if (ethernet)
            answer(packet, ethernet);
        batch_append(ethernet ? &answers : &others, packet);
    }
    if (others.count)
        responder->drops += output_push_checked(element, 1, &others);
    *batch = answers;
}

static void ARPResponder_read_drops(struct element *element, struct text *out)
{
    const struct ARPResponder *responder = element->state;
    text_unsigned(out, responder->drops);
}

static void ARPResponder_read_table(struct element *element, struct text *out)
{
    const struct ARPResponder *responder = element->state;
    for (u32 i = 0; i < responder->count; i++) {
        const struct arp_entry *entry = &responder->entries[i];
        text_ip_prefix(out, entry->address, entry->mask);
        text_char(out, ' ');
        text_ethernet(out, entry->ethernet);
        text_char(out, '\n');
    }
}

static bool ARPResponder_query_lookup(struct element *element, const char *parameter, u32 size, struct text *out)
{
    u8 address[4];
    if (!parse_ip(parameter, size, address)) {
        text_string(out, "expected IP address");
        return false;
    }
    const u8 *ethernet = lookup(element->state, address);
    if (ethernet)
        text_ethernet(out, ethernet);
    return true;
}

static bool parse_prefix(const char *text, u32 size, struct arp_entry *entry)
{
    if (!parse_ip_prefix(text, size, entry->address, entry->mask))
        return false;
    store32(entry->address, load32(entry->address) & load32(entry->mask));
    return true;
}

static bool same_prefix(const struct arp_entry *a, const struct arp_entry *b)
{
    return memcmp(a->address, b->address, 4) == 0 && memcmp(a->mask, b->mask, 4) == 0;
}

/* Whether `wide` has all addresses of `narrow`. */
static bool encloses(const struct arp_entry *wide, const struct arp_entry *narrow)
{
    return covers(wide, narrow->address) && (load32(wide->mask) & ~load32(narrow->mask)) == 0;
}

static bool insert(struct ARPResponder *responder, const struct arp_entry *entry)
{
    u32 at = 0;
    while (at < responder->count && !encloses(&responder->entries[at], entry))
        at++;
    if (at < responder->count && same_prefix(&responder->entries[at], entry)) {
        responder->entries[at] = *entry;
        return true;
    }
    if (responder->count == responder->capacity)
        return false;
    memmove(&responder->entries[at + 1], &responder->entries[at],
            (responder->count - at) * sizeof *responder->entries);
    responder->entries[at] = *entry;
    responder->count++;
    return true;
}

/* "ADDR[/MASK]... ETHER": the Ethernet address may stand anywhere, so it is looked for first. */
static bool find_ethernet(const char *value, u32 size, u8 ethernet[6], struct text *error)
{
    struct words words = {value, value + size};
    struct arp_entry entry;
    const char *word;
    u32 length, found = 0, prefixes = 0;
    while (parse_word(&words, &word, &length)) {
        if (parse_prefix(word, length, &entry)) {
            prefixes++;
        } else if (parse_ethernet(word, length, ethernet)) {
            found++;
        } else {
            text_string(error, "expected IP/MASK ETH");
            return false;
        }
    }
    if (found == 1 && prefixes)
        return true;
    text_string(error, found > 1 ? "more than one ETH" : prefixes ? "missing ETH" : "missing IP/MASK");
    return false;
}

static bool ARPResponder_write_add(struct element *element, const char *value, u32 size, struct text *error)
{
    struct words words = {value, value + size};
    struct arp_entry entry = {0};
    const char *word;
    u32 length;
    if (!find_ethernet(value, size, entry.ethernet, error))
        return false;
    while (parse_word(&words, &word, &length))
        if (parse_prefix(word, length, &entry) && !insert(element->state, &entry)) {
            text_string(error, "no room for more entries");
            return false;
        }
    return true;
}

static bool ARPResponder_write_remove(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ARPResponder *responder = element->state;
    struct arp_entry entry = {0};
    if (!parse_prefix(value, size, &entry)) {
        text_string(error, "expected IP/MASK");
        return false;
    }
    for (u32 i = 0; i < responder->count; i++)
        if (same_prefix(&responder->entries[i], &entry)) {
            responder->count--;
            memmove(&responder->entries[i], &responder->entries[i + 1],
                    (responder->count - i) * sizeof *responder->entries);
            return true;
        }
    text_ip_prefix(error, entry.address, entry.mask);
    text_string(error, " not found");
    return false;
}

const struct element_class ARPResponder_class = {
    ARPResponder_COMMON,
    .state_size = sizeof(struct ARPResponder),
    .start = start,
    .action = action,
};
