#include "elements/IPFragmenter.h"

#include "ip.h"
#include "platform.h"

#define TOLD 5u /* packets that may not be fragmented, of which the log tells */

struct IPFragmenter {
    u64 drops, fragments, failures;
};

/* What one packet's fragments have in common. */
struct original {
    const struct packet *packet;
    const u8 *payload;
    u32 size;          /* of the payload */
    u16 flags;         /* with its own offset */
    u8 header[60];     /* of the fragments behind the first, but for lengths, offset and checksum */
    u32 header_size;
};

/* Options that go into every fragment, padded to words. */
static u32 copy_options(const u8 *header, u32 size, u8 *to)
{
    const u8 *option = header + IP_HEADER;
    u32 copied = 0;
    for (; (option = ip_option(header, size, option)); option += option[1]) {
        if (!(*option & IP_OPTION_COPIED))
            continue;
        memcpy(to + copied, option, option[1]);
        copied += option[1];
    }
    while (copied & 3)
        to[copied++] = IP_OPTION_END;
    return copied;
}

static void finish_header(u8 *header, u32 header_size, u32 payload, u16 fragment)
{
    header[0] = (u8)(0x40 | header_size / 4);
    store_be16(header + IP_LENGTH, (u16)(header_size + payload));
    store_be16(header + IP_FRAGMENT, fragment);
    ip_set_checksum(header, header_size);
}

/* One fragment behind the first: IP header and payload alone. */
static struct packet *make_fragment(struct element *element, const struct original *original, u32 offset, u32 size)
{
    struct packet *packet = packet_new(&element->router->pool, original->header_size + size);
    u16 last = offset + size == original->size && !(original->flags & IP_MORE_FRAGMENTS);
    if (!packet)
        return NULL;
    packet->network = packet->data;
    packet->transport = packet->data + original->header_size;
    packet->timestamp = original->packet->timestamp;
    packet->type = original->packet->type;
    packet->device = original->packet->device;
    memcpy(packet->annotations, original->packet->annotations, PACKET_ANNOTATIONS);
    memcpy(packet->network, original->header, original->header_size);
    memcpy(packet->transport, original->payload + offset, size);
    u16 fragment = (u16)((original->flags | (last ? 0 : IP_MORE_FRAGMENTS)) + offset / 8);
    finish_header(packet->network, original->header_size, size, fragment);
    return packet;
}

static void make_fragments(struct element *element, const struct original *original, u32 offset, u32 mtu,
                           struct batch *into)
{
    struct IPFragmenter *fragmenter = element->state;
    u32 most = (mtu - original->header_size) & ~7u;
    for (u32 size; offset < original->size; offset += size) {
        size = original->size - offset < most ? original->size - offset : most;
        struct packet *packet = make_fragment(element, original, offset, size);
        if (packet)
            batch_append(into, packet);
        else
            fragmenter->failures++;
    }
}

/* The packet itself becomes the first fragment and keeps what stands in front of its IP header. */
static void fragment(struct element *element, struct packet *packet, u32 header_size, u32 mtu, struct batch *into)
{
    struct IPFragmenter *fragmenter = element->state;
    u8 *header = packet->network;
    u32 first = (mtu - header_size) & ~7u, before = into->count;
    struct original original = {
        .packet = packet,
        .payload = header + header_size,
        .size = load_be16(header + IP_LENGTH) - header_size,
        .flags = load_be16(header + IP_FRAGMENT),
    };
    struct batch rest = BATCH_EMPTY;
    /* Who forbids fragments need not number his packets. */
    if (original.flags & IP_DONT_FRAGMENT)
        store_be16(header + IP_ID, (u16)platform_random());
    original.flags &= (u16)~IP_DONT_FRAGMENT;
    memcpy(original.header, header, IP_HEADER);
    original.header_size = IP_HEADER + copy_options(header, header_size, original.header + IP_HEADER);
    make_fragments(element, &original, first, mtu, &rest);
    finish_header(header, header_size, first, original.flags | IP_MORE_FRAGMENTS);
    packet_take(packet, packet_length_from(packet, header) - header_size - first);
    batch_append(into, packet);
    batch_move(into, &rest);
    fragmenter->fragments += into->count - before;
}

static void tell(struct element *element, const struct packet *packet, u32 mtu)
{
    struct text *log = router_log(element->router);
    text_string(log, "IPFragmenter(");
    text_unsigned(log, mtu);
    text_string(log, ") DF ");
    text_ip(log, packet->network + IP_SOURCE);
    text_char(log, ' ');
    text_ip(log, packet->network + IP_DESTINATION);
    text_string(log, " len=");
    text_unsigned(log, packet->length);
    router_log_end(element->router);
}

/* Sends on what is short enough, in fragments what is longer; false: the packet is too long and must not be cut. */
static bool send(struct element *element, struct packet *packet, struct batch *into)
{
    const struct IPFragmenter_args *args = element->args;
    struct IPFragmenter *fragmenter = element->state;
    u32 room = packet->network ? packet_length_from(packet, packet->network) : packet->length;
    if (room <= args->mtu) {
        batch_append(into, packet);
        return true;
    }
    u32 header_size = ip_header_size(packet);
    u32 length = header_size ? load_be16(packet->network + IP_LENGTH) : 0;
    if (length < header_size + 1 || length > room)
        return false;
    if (length <= args->mtu) {
        packet_take(packet, room - length);
        batch_append(into, packet);
        return true;
    }
    bool forbidden = args->honor_df && load_be16(packet->network + IP_FRAGMENT) & IP_DONT_FRAGMENT;
    if (!forbidden && args->mtu >= header_size + 8) {
        fragment(element, packet, header_size, args->mtu, into);
        return true;
    }
    if (args->verbose || fragmenter->drops < TOLD)
        tell(element, packet, args->mtu);
    return false;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct IPFragmenter *fragmenter = element->state;
    struct batch good = BATCH_EMPTY, refused = BATCH_EMPTY;
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch))) {
        if (send(element, packet, &good))
            continue;
        batch_append(&refused, packet);
        fragmenter->drops++;
    }
    output_push_checked(element, 1, &refused);
    output_push(element, 0, &good);
}

static void IPFragmenter_read_drops(struct element *element, struct text *out)
{
    const struct IPFragmenter *fragmenter = element->state;
    text_unsigned(out, fragmenter->drops);
}

static void IPFragmenter_read_fragments(struct element *element, struct text *out)
{
    const struct IPFragmenter *fragmenter = element->state;
    text_unsigned(out, fragmenter->fragments);
}

static void IPFragmenter_read_failures(struct element *element, struct text *out)
{
    const struct IPFragmenter *fragmenter = element->state;
    text_unsigned(out, fragmenter->failures);
}

const struct element_class IPFragmenter_class = {
    IPFragmenter_COMMON,
    .state_size = sizeof(struct IPFragmenter),
    .push = push,
};
