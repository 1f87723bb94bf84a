#include "elements/IPReassembler.h"

#include "ip.h"
#include "platform.h"

#define SECOND 1000000000ull
#define PATIENCE 30u      /* seconds after its last fragment for which a datagram is kept */
#define REAP_INTERVAL 10u
#define BUCKETS 256u
#define ANNOTATION_FRAGMENTS 28u    /* where Click's notes what is there, and leaves zeros behind */
#define UNIT 8u                     /* fragments begin at multiples of it */
#define PAYLOAD_MAX (PACKET_MAX - IP_HEADER)
#define SEEN_WORDS ((PAYLOAD_MAX / UNIT + 64) / 64)

/* A datagram of which parts are there. Its packet's payload always begins IP_HEADER bytes behind PACKET_DATA. */
struct datagram {
    struct datagram *next; /* in its bucket, or free */
    struct packet *packet; /* NULL: free */
    u64 touched; /* its last fragment's timestamp, in whole seconds as Click counts them */
    u64 seen[SEEN_WORDS]; /* a bit a unit */
    u32 source, destination;
    u32 size; /* of the payload, as far as it is known */
    u16 id;
    u16 longest; /* fragment, with its header */
    u8 protocol;
    bool ended; /* the last fragment was there: size is final */
};

struct IPReassembler {
    struct datagram *datagrams, *free, *buckets[BUCKETS];
    u32 capacity, used;
    u64 next_reap;
    struct batch failed;
    u64 fragments, good, failures, bad, drops;
};

/* Memory is counted in packets, for that is what a datagram takes. */
static bool start(struct element *element, struct text *error)
{
    const struct IPReassembler_args *args = element->args;
    struct IPReassembler *reassembler = element->state;
    u32 capacity = args->himem / PACKET_SLOT ? args->himem / PACKET_SLOT : 1;
    reassembler->datagrams = element_memory(element, (u64)capacity * sizeof(struct datagram), error);
    if (!reassembler->datagrams)
        return false;
    reassembler->capacity = capacity;
    for (u32 i = capacity; i-- > 0;) {
        reassembler->datagrams[i].next = reassembler->free;
        reassembler->free = &reassembler->datagrams[i];
    }
    return true;
}

static struct datagram **bucket(struct IPReassembler *reassembler, u16 id)
{
    return &reassembler->buckets[(id ^ id >> 8) % BUCKETS];
}

static struct datagram *find(struct IPReassembler *reassembler, const u8 *header)
{
    u16 id = load16(header + IP_ID);
    struct datagram *datagram = *bucket(reassembler, id);
    while (datagram && (datagram->id != id || datagram->protocol != header[IP_PROTOCOL] ||
                        datagram->source != load32(header + IP_SOURCE) ||
                        datagram->destination != load32(header + IP_DESTINATION)))
        datagram = datagram->next;
    return datagram;
}

/* Takes the packet out and frees its place. */
static struct packet *release(struct element *element, struct datagram *datagram)
{
    const struct IPReassembler_args *args = element->args;
    struct IPReassembler *reassembler = element->state;
    struct datagram **link = bucket(reassembler, datagram->id);
    struct packet *packet = datagram->packet;
    while (*link != datagram)
        link = &(*link)->next;
    *link = datagram->next;
    datagram->packet = NULL;
    datagram->next = reassembler->free;
    reassembler->free = datagram;
    reassembler->used--;
    u8 *header = packet->network;
    store_be16(header + IP_LENGTH, (u16)packet_length_from(packet, header));
    ip_set_checksum(header, (header[0] & 15) * 4u);
    if (args->has_max_mtu_anno)
        store16(packet->annotations + args->max_mtu_anno.offset, datagram->longest);
    return packet;
}

/* Gives up what is older than that, until only `enough` datagrams are left. */
static void reap(struct element *element, u64 now, u32 age, u32 enough)
{
    struct IPReassembler *reassembler = element->state;
    for (u32 i = 0; i < reassembler->capacity && reassembler->used > enough; i++) {
        struct datagram *datagram = &reassembler->datagrams[i];
        if (datagram->packet && (!age || datagram->touched + age < now))
            batch_append(&reassembler->failed, release(element, datagram));
    }
}

/* Room for one more: the old ones go first, and then a quarter at once. */
static void make_room(struct element *element, u64 now)
{
    struct IPReassembler *reassembler = element->state;
    u32 before = reassembler->used, enough = reassembler->capacity / 4 * 3;
    if (reassembler->free)
        return;
    reap(element, now, 10, enough);
    reap(element, now, 5, enough);
    reap(element, now, 0, enough);
    reassembler->failures += before - reassembler->used;
}

static struct datagram *create(struct element *element, const struct packet *fragment)
{
    struct IPReassembler *reassembler = element->state;
    const u8 *header = fragment->network;
    make_room(element, fragment->timestamp / SECOND);
    struct packet *packet = packet_new(&element->router->pool, IP_HEADER);
    if (!packet)
        return NULL;
    struct datagram *datagram = reassembler->free, **first = bucket(reassembler, load16(header + IP_ID));
    reassembler->free = datagram->next;
    reassembler->used++;
    *datagram = (struct datagram){
        .next = *first,
        .packet = packet,
        .source = load32(header + IP_SOURCE),
        .destination = load32(header + IP_DESTINATION),
        .id = load16(header + IP_ID),
        .protocol = header[IP_PROTOCOL],
    };
    *first = datagram;
    packet->network = packet->data;
    packet->transport = packet->data + IP_HEADER;
    memcpy(packet->network, header, IP_HEADER);
    packet->network[0] = 0x45;
    store_be16(packet->network + IP_FRAGMENT, load_be16(header + IP_FRAGMENT) & (u16)~IP_FRAGMENT_OFFSET);
    return datagram;
}

/* The first fragment gives the datagram its header with options, its frame and its annotations. */
static bool take_header(struct datagram *datagram, const struct packet *fragment)
{
    struct packet *packet = datagram->packet;
    u32 network = (u32)(fragment->network - fragment->data), front = network + ip_header_size(fragment);
    u16 flags = load16(packet->network + IP_FRAGMENT);
    if (fragment->network < fragment->data || front > (u32)(packet->transport - packet_buffer(packet)))
        return false;
    packet->length = packet_length_from(packet, packet->transport) + front;
    packet->data = packet->transport - front;
    packet->network = packet->data + network;
    if (fragment->mac && fragment->mac >= fragment->data && fragment->mac < fragment->network)
        packet->mac = packet->data + (fragment->mac - fragment->data);
    memcpy(packet->data, fragment->data, front);
    memcpy(packet->annotations, fragment->annotations, PACKET_ANNOTATIONS);
    packet_set_annotation32(packet, ANNOTATION_FRAGMENTS, 0);
    packet->type = fragment->type;
    packet->device = fragment->device;
    store16(packet->network + IP_FRAGMENT, flags);
    return true;
}

/* Bytes that no fragment brought are zero. */
static bool extend(struct datagram *datagram, u32 end)
{
    u32 more = end > datagram->size ? end - datagram->size : 0;
    if (!packet_put(datagram->packet, more))
        return false;
    memset(packet_end(datagram->packet) - more, 0, more);
    datagram->size += more;
    return true;
}

static bool is_there(const struct datagram *datagram, u32 unit)
{
    return datagram->seen[unit / 64] >> unit % 64 & 1;
}

static bool is_complete(const struct datagram *datagram)
{
    for (u32 unit = 0; unit < (datagram->size + UNIT - 1) / UNIT; unit++)
        if (!is_there(datagram, unit))
            return false;
    return datagram->ended;
}

/* Puts bytes `from` to `end` in their place; false: they contradict what is known, or there is no room. */
static bool place(struct datagram *datagram, const struct packet *fragment, u32 from, u32 end, bool last)
{
    u32 header_size = ip_header_size(fragment);
    if ((datagram->ended && end > datagram->size) || (last && end < datagram->size))
        return false;
    if (!extend(datagram, end) || (from == 0 && !take_header(datagram, fragment)))
        return false;
    memcpy(datagram->packet->transport + from, fragment->network + header_size, end - from);
    for (u32 unit = from / UNIT; unit < (end + UNIT - 1) / UNIT; unit++)
        datagram->seen[unit / 64] |= (u64)1 << unit % 64;
    if (last) {
        u8 *flags = datagram->packet->network + IP_FRAGMENT;
        store_be16(flags, load_be16(flags) & (u16)~IP_MORE_FRAGMENTS);
        datagram->ended = true;
    }
    u32 length = header_size + end - from;
    datagram->longest = length > datagram->longest ? (u16)length : datagram->longest;
    return true;
}

/* The whole datagram when this was what it lacked. */
static struct packet *take(struct element *element, const struct packet *fragment)
{
    struct IPReassembler *reassembler = element->state;
    const u8 *header = fragment->network;
    u16 word = load_be16(header + IP_FRAGMENT);
    bool last = !(word & IP_MORE_FRAGMENTS);
    u32 header_size = ip_header_size(fragment), length = load_be16(header + IP_LENGTH);
    u32 from = (word & IP_FRAGMENT_OFFSET) * UNIT, end = from + length - header_size;
    if (length <= header_size || length > packet_length_from(fragment, header) || end > 0xffff ||
        (!last && end % UNIT)) {
        reassembler->bad++;
        return NULL;
    }
    struct datagram *datagram = find(reassembler, header);
    if (!datagram && (end > PAYLOAD_MAX || !(datagram = create(element, fragment)))) {
        reassembler->drops++;
        return NULL;
    }
    datagram->touched = fragment->timestamp / SECOND;
    if (!place(datagram, fragment, from, end, last)) {
        reassembler->drops++;
        return NULL;
    }
    if (!is_complete(datagram))
        return NULL;
    struct packet *packet = release(element, datagram);
    packet->timestamp = fragment->timestamp;
    reassembler->good++;
    return packet;
}

/* Click gives up old datagrams when a fragment comes, by its timestamp. */
static struct packet *take_fragment(struct element *element, struct packet *fragment)
{
    struct IPReassembler *reassembler = element->state;
    if (!packet_is_dated(fragment))
        fragment->timestamp = platform_wall_clock();
    u64 now = fragment->timestamp / SECOND;
    reassembler->fragments++;
    if (now >= reassembler->next_reap) {
        reap(element, now, PATIENCE, 0);
        reassembler->next_reap = now + REAP_INTERVAL;
    }
    return take(element, fragment);
}

static void action(struct element *element, struct batch *batch)
{
    struct IPReassembler *reassembler = element->state;
    struct batch good = BATCH_EMPTY, failed;
    struct packet *packet, *whole = NULL;
    while ((packet = batch_take(batch))) {
        bool headed = ip_header_size(packet);
        if (headed && !ip_is_fragment(packet->network)) {
            batch_append(&good, packet);
            continue;
        }
        if (!headed)
            reassembler->bad++;
        else if ((whole = take_fragment(element, packet)))
            batch_append(&good, whole);
        element_free(element, packet);
    }
    *batch = good;
    failed = reassembler->failed;
    reassembler->failed = BATCH_EMPTY;
    if (failed.count)
        reassembler->drops += output_push_checked(element, 1, &failed);
}

#include "IPReassembler-handlers.h"

const struct element_class IPReassembler_class = {
    IPReassembler_COMMON,
    .state_size = sizeof(struct IPReassembler),
    .start = start,
    .action = action,
};
