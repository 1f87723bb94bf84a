#include "elements/ICMPPingSource.h"

#include "ip.h"
#include "parse.h"
#include "platform.h"

#define REMEMBERED 1024u /* pings whose answers count, the last ones */
#define MICROSECOND 1000u

enum { TIME_TO_LIVE = 200, HEADERS = IP_HEADER + ICMP_ECHO_HEADER };

struct sent {
    u64 time; /* ns since 1970; 0: none */
    u16 sequence;
    bool answered;
};

struct ICMPPingSource {
    u8 source[4], destination[4];
    u64 interval;
    i64 limit; /* negative: none */
    bool active, pushes;
    u64 count, drops;
    struct timer timer;
    struct sent *sent; /* NULL: no input for answers */

    /* Answers, duplicates among them; times in microseconds. */
    u64 received, duplicates, shortest, longest, sum, square_sum;
};

static void run(struct element *element, struct timer *timer);

static bool start(struct element *element, struct text *error)
{
    const struct ICMPPingSource_args *args = element->args;
    struct ICMPPingSource *source = element->state;
    memcpy(source->source, args->src, 4);
    memcpy(source->destination, args->dst, 4);
    source->interval = args->interval;
    source->limit = args->limit;
    source->active = args->active;
    source->pushes = output_is_push(element, 0);
    timer_init(&source->timer, element, run);
    return !element->ninputs || (source->sent = element_memory(element, REMEMBERED * sizeof *source->sent, error));
}

static bool may_send(const struct ICMPPingSource *source)
{
    return source->active && (source->limit < 0 || source->count < (u64)source->limit);
}

static void wake(struct ICMPPingSource *source, u64 delay)
{
    if (source->pushes && may_send(source) && !timer_scheduled(&source->timer))
        timer_schedule_after(&source->timer, delay);
}

static bool ready(struct element *element, struct text *error)
{
    struct ICMPPingSource *source = element->state;
    (void)error;
    wake(source, source->interval);
    return true;
}

static void write_ip(const struct ICMPPingSource *source, u8 *header, u32 length, u16 number)
{
    header[0] = 0x45;
    store_be16(header + IP_LENGTH, (u16)length);
    store_be16(header + IP_ID, number);
    header[IP_TTL] = TIME_TO_LIVE;
    header[IP_PROTOCOL] = PROTOCOL_ICMP;
    memcpy(header + IP_SOURCE, source->source, 4);
    memcpy(header + IP_DESTINATION, source->destination, 4);
    ip_set_checksum(header, IP_HEADER);
}

/* Numbers go from 1 to 65535 and begin again. */
static bool make(struct element *element, struct batch *into)
{
    const struct ICMPPingSource_args *args = element->args;
    struct ICMPPingSource *source = element->state;
    struct packet *packet = packet_new(&element->router->pool, HEADERS + args->data.size);
    u16 number = (u16)(source->count % 0xffff + 1);
    if (!packet) {
        source->drops++;
        return false;
    }
    u8 *header = packet->data + IP_HEADER;
    memset(packet->data, 0, HEADERS);
    memcpy(packet->data + HEADERS, element_bytes(element, args->data), args->data.size);
    write_ip(source, packet->data, packet->length, number);
    header[ICMP_TYPE] = ICMP_ECHO;
    store_be16(header + ICMP_IDENTIFIER, args->identifier);
    store_be16(header + ICMP_SEQUENCE, number);
    store16(header + ICMP_CHECKSUM, checksum(header, packet->length - IP_HEADER));
    packet->network = packet->data;
    packet->transport = header;
    packet->timestamp = platform_wall_clock();
    packet_set_annotation32(packet, ANNOTATION_DST_IP, load32(source->destination));
    if (source->sent)
        source->sent[number % REMEMBERED] = (struct sent){packet->timestamp, number, false};
    source->count++;
    batch_append(into, packet);
    return true;
}

static void run(struct element *element, struct timer *timer)
{
    const struct ICMPPingSource_args *args = element->args;
    struct ICMPPingSource *source = element->state;
    struct batch batch = BATCH_EMPTY;
    (void)timer;
    if (!may_send(source)) {
        if (source->active && args->stop)
            router_stop(element->router);
        return;
    }
    make(element, &batch);
    output_push(element, 0, &batch);
    wake(source, source->interval);
    if (!may_send(source) && source->active && args->stop)
        router_stop(element->router);
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    const struct ICMPPingSource_args *args = element->args;
    const struct ICMPPingSource *source = element->state;
    (void)port;
    if (!may_send(source) && source->active && args->stop)
        router_stop(element->router);
    while (max-- && may_send(source) && make(element, into))
        ;
}

static void text_milliseconds(struct text *out, const char *before, u64 microseconds)
{
    text_string(out, before);
    text_unsigned(out, microseconds / 1000);
    text_char(out, '.');
    text_unsigned(out, microseconds % 1000 / 100);
    text_unsigned(out, microseconds % 100 / 10);
    text_unsigned(out, microseconds % 10);
}

static void tell(struct element *element, const struct packet *packet, u64 microseconds)
{
    struct text *log = router_log(element->router);
    const u8 *header = packet->network;
    element_describe(element, log);
    text_string(log, ": ");
    text_unsigned(log, load_be16(header + IP_LENGTH) - ip_header_size(packet) - ICMP_ECHO_HEADER);
    text_string(log, " bytes from ");
    text_ip(log, header + IP_SOURCE);
    text_string(log, ": icmp_seq=");
    text_unsigned(log, load_be16(packet->transport + ICMP_SEQUENCE));
    text_string(log, " ttl=");
    text_unsigned(log, header[IP_TTL]);
    text_milliseconds(log, " time=", microseconds);
    text_string(log, " ms");
    router_log_end(element->router);
}

static void count_time(struct ICMPPingSource *source, u64 microseconds)
{
    if (microseconds < source->shortest || !source->received)
        source->shortest = microseconds;
    if (microseconds > source->longest)
        source->longest = microseconds;
    source->sum += microseconds;
    source->square_sum += microseconds * microseconds;
}

static void receive(struct element *element, const struct packet *packet)
{
    const struct ICMPPingSource_args *args = element->args;
    struct ICMPPingSource *source = element->state;
    const u8 *header = packet->transport;
    if (!ip_header_size(packet) || packet->network[IP_PROTOCOL] != PROTOCOL_ICMP ||
        ip_transport_size(packet) < ICMP_ECHO_HEADER || header[ICMP_TYPE] != ICMP_ECHO_REPLY ||
        load_be16(header + ICMP_IDENTIFIER) != args->identifier)
        return;
    struct sent *sent = &source->sent[load_be16(header + ICMP_SEQUENCE) % REMEMBERED];
    if (!sent->time || sent->sequence != load_be16(header + ICMP_SEQUENCE))
        return;
    u64 microseconds = packet->timestamp > sent->time ? (packet->timestamp - sent->time) / MICROSECOND : 0;
    source->duplicates += sent->answered;
    sent->answered = true;
    if (packet->timestamp)
        count_time(source, microseconds);
    source->received++;
    if (args->verbose)
        tell(element, packet, microseconds);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    (void)port;
    for (struct packet *packet = batch->first; packet; packet = packet->next)
        receive(element, packet);
    batch_free(&element->router->pool, batch);
}

#include "ICMPPingSource-handlers.h"

const struct element_class ICMPPingSource_class = {
    ICMPPingSource_COMMON,
    .state_size = sizeof(struct ICMPPingSource),
    .start = start,
    .ready = ready,
    .push = push,
    .pull = pull,
};
