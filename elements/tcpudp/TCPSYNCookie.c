#include "elements/TCPSYNCookie.h"

#include "address-sets.h"
#include "ip.h"
#include "siphash.h"
#include "tcp.h"

#define SECOND 1000000000u
#define COOKIE_LIFE 64u /* seconds until cookies are others; the last ones count as well */

enum verdict { PASS, ANSWER, REFUSE }; /* output numbers */

struct source {
    u32 address;
    u32 seen; /* second, counted from 1; 0: the place is free */
};

struct TCPSYNCookie {
    struct source *sources;
    struct address_sets sets;
    u64 key[2];
    u64 started;
    u64 counts[4]; /* by COUNTS_ */
    u32 second; /* now */
};

static bool start(struct element *element, struct text *error)
{
    const struct TCPSYNCookie_args *args = element->args;
    struct TCPSYNCookie *guard = element->state;
    guard->sets = address_sets(args->capacity);
    guard->key[0] = args->secret ? args->secret : platform_random();
    guard->key[1] = args->secret ? ~args->secret : platform_random();
    guard->started = router_now(element->router);
    guard->sources = element_memory(element, address_places(&guard->sets) * sizeof(struct source), error);
    return guard->sources != NULL;
}

static void tell_time(struct element *element)
{
    struct TCPSYNCookie *guard = element->state;
    guard->second = (u32)((router_now(element->router) - guard->started) / SECOND) + 1;
}

static bool is_known(const struct element *element, const struct source *source)
{
    const struct TCPSYNCookie_args *args = element->args;
    const struct TCPSYNCookie *guard = element->state;
    return source->seen && guard->second - source->seen <= args->timeout / SECOND;
}

/* The address's own place, else the one in its set that was silent for longest. */
static struct source *place_of(const struct TCPSYNCookie *guard, u32 address)
{
    struct source *set = guard->sources + address_place(&guard->sets, address), *oldest = set;
    for (struct source *source = set; source < set + SET_WAYS; source++) {
        if (source->seen && source->address == address)
            return source;
        if (source->seen < oldest->seen)
            oldest = source;
    }
    return oldest;
}

static u32 cookie(const struct TCPSYNCookie *guard, const struct packet *packet, u32 sequence, u32 period)
{
    const u8 *network = packet->network;
    u64 words[3] = {(u64)load32(network + IP_SOURCE) << 32 | load32(network + IP_DESTINATION),
                    (u64)load32(packet->transport) << 32 | sequence, period};
    return (u32)siphash(guard->key, words, 3);
}

/* Makes a segment without data or options of the packet, and turns it round. */
static enum verdict answer(struct packet *packet, u8 flags, u32 sequence, u32 acknowledgment)
{
    u8 *header = packet->transport;
    store_be32(header + TCP_SEQUENCE, sequence);
    store_be32(header + TCP_ACKNOWLEDGMENT, acknowledgment);
    header[TCP_OFFSET] = TCP_HEADER / 4 << 4;
    header[TCP_FLAGS] = flags;
    store32(header + TCP_WINDOW, 0);
    store32(header + TCP_CHECKSUM, 0);
    store_be16(packet->network + IP_LENGTH, IP_HEADER + TCP_HEADER);
    packet_take(packet, packet_length_from(packet, header) - TCP_HEADER);
    tcp_turn_round(packet, TCP_HEADER);
    return ANSWER;
}

static void admit(struct element *element, struct source *source, u32 address)
{
    struct TCPSYNCookie *guard = element->state;
    guard->counts[COUNTS_admitted]++;
    guard->counts[COUNTS_evictions] += is_known(element, source);
    *source = (struct source){address, guard->second};
}

/* What to do with a segment of a source that is not known, whose place is given. */
static enum verdict challenge(struct element *element, struct packet *packet, struct source *place, u32 address)
{
    struct TCPSYNCookie *guard = element->state;
    const u8 *header = packet->transport;
    u32 sequence = load_be32(header + TCP_SEQUENCE), acknowledgment = load_be32(header + TCP_ACKNOWLEDGMENT);
    u32 period = guard->second / COOKIE_LIFE;
    u8 flags = header[TCP_FLAGS] & (TCP_SYN | TCP_ACK | TCP_RST | TCP_FIN);
    if (flags == TCP_SYN) {
        guard->counts[COUNTS_answers]++;
        return answer(packet, TCP_SYN | TCP_ACK, cookie(guard, packet, sequence, period), sequence + 1);
    }
    if (flags != TCP_ACK || (acknowledgment - 1 != cookie(guard, packet, sequence - 1, period) &&
                             acknowledgment - 1 != cookie(guard, packet, sequence - 1, period - 1)))
        return REFUSE;
    admit(element, place, address);
    return answer(packet, TCP_RST, acknowledgment, 0);
}

static enum verdict judge(struct element *element, struct packet *packet)
{
    u32 header_size = ip_header_size(packet);
    if (!header_size)
        return REFUSE;
    if (packet->network[IP_PROTOCOL] != PROTOCOL_TCP)
        return PASS;
    u32 address = load32(packet->network + IP_SOURCE);
    struct TCPSYNCookie *guard = element->state;
    struct source *place = place_of(guard, address);
    if (place->address == address && is_known(element, place)) {
        place->seen = guard->second;
        return PASS;
    }
    if (header_size != IP_HEADER || ip_is_fragment(packet->network) || ip_transport_size(packet) < TCP_HEADER)
        return REFUSE;
    return challenge(element, packet, place, address);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct TCPSYNCookie *guard = element->state;
    struct packet *packet;
    (void)port;
    tell_time(element);
    while ((packet = batch_take(batch))) {
        enum verdict verdict = judge(element, packet);
        guard->counts[COUNTS_drops] += verdict == REFUSE;
        if (verdict < element->noutputs)
            output_stage(element, verdict, packet);
        else
            element_free(element, packet);
    }
    output_flush(element);
}

HANDLER static void TCPSYNCookie_read_counts(struct element *element, struct text *out)
{
    text_unsigned(out, ((const struct TCPSYNCookie *)element->state)->counts[element->router->handler_number]);
}

HANDLER static void TCPSYNCookie_read_sources(struct element *element, struct text *out)
{
    const struct TCPSYNCookie *guard = element->state;
    u64 places = address_places(&guard->sets), known = 0;
    tell_time(element);
    for (u64 i = 0; i < places; i++)
        known += is_known(element, &guard->sources[i]);
    text_unsigned(out, known);
}

HANDLER static bool TCPSYNCookie_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct TCPSYNCookie *guard = element->state;
    (void)value, (void)size, (void)error;
    memset(guard->sources, 0, address_places(&guard->sets) * sizeof(struct source));
    memset(guard->counts, 0, sizeof guard->counts);
    return true;
}

const struct element_class TCPSYNCookie_class = {
    TCPSYNCookie_COMMON,
    .state_size = sizeof(struct TCPSYNCookie),
    .start = start,
    .push = push,
};
