#include "elements/ICMPRewriter.h"

#include "../ip/rewriter.h"

enum { UNMAPPED = 1, PROTOCOL_DCCP = 33, PORTS_LEAST = 8, PING_LEAST = 6 };

struct ICMPRewriter {
    u64 drops;
};

/* What an ICMP error quotes of a packet. */
struct quote {
    u8 *header, *transport;
    u32 size, left; /* from each to the end */
    u8 protocol;
    bool ports, ping; /* whether these can be seen */
};

static bool start(struct element *element, struct text *error)
{
    const struct ICMPRewriter_args *args = element->args;
    if (args->has_reply_anno && args->reply_anno.offset >= PACKET_ANNOTATIONS) {
        text_string(error, "REPLY_ANNO is none of the annotations");
        return false;
    }
    return true;
}

static bool use_fits(const struct element *element, const struct rewriter_use *use)
{
    const struct router *router = element->router;
    if (use->element >= router->element_count || !is_rewriter(&router->elements[use->element]))
        return false;
    return use->first_output < 0 ||
           use->first_output + router->elements[use->element].noutputs <= element->noutputs;
}

static bool ready(struct element *element, struct text *error)
{
    const struct ICMPRewriter_args *args = element->args;
    const struct rewriter_use *uses = element_bytes(element, args->maps);
    for (u32 i = 0; i < args->maps.size / sizeof *uses; i++)
        if (!use_fits(element, &uses[i])) {
            text_string(error, "MAPS names what is no rewriter, or has more outputs than there are here");
            return false;
        }
    return true;
}

static bool is_error(u8 type)
{
    return type == ICMP_UNREACHABLE || type == ICMP_SOURCE_QUENCH || type == ICMP_REDIRECT ||
           type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETER_PROBLEM;
}

static bool find_quote(const struct packet *packet, u32 size, struct quote *quote)
{
    if (size < ICMP_HEADER + IP_HEADER || !is_error(packet->transport[ICMP_TYPE]) || !ip_is_first(packet->network))
        return false;
    u8 *header = quote->header = packet->transport + ICMP_HEADER;
    u32 own = (header[0] & 15) * 4u;
    quote->size = size - ICMP_HEADER;
    if (header[0] >> 4 != 4 || own < IP_HEADER || own > quote->size)
        return false;
    quote->transport = header + own;
    quote->left = quote->size - own;
    u8 protocol = quote->protocol = header[IP_PROTOCOL];
    bool first = ip_is_first(header);
    quote->ports = first && quote->left >= PORTS_LEAST &&
                   (protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP || protocol == PROTOCOL_DCCP);
    quote->ping = first && quote->left >= PING_LEAST && protocol == PROTOCOL_ICMP &&
                  quote->transport[ICMP_TYPE] == ICMP_ECHO;
    return true;
}

/* The id of a packet that answers the one in the quote. */
static struct flow_id answer_to(const struct quote *quote)
{
    struct flow_id id = {rewriter_addresses(quote->header), quote->ports ? load32(quote->transport) : 0};
    id = flow_reverse(id);
    if (quote->ping)
        id.ports = load16(quote->transport + ICMP_IDENTIFIER);
    return id;
}

static u16 sum_of(const u8 *bytes, u32 size)
{
    return checksum_fold(checksum_add(0, bytes, size));
}

/* Sets addresses and ports, or the identifier, to what is not 0: mappings of addresses know of one alone. */
static void change_quote(const struct quote *quote, struct flow_id to)
{
    u8 *header = quote->header, *transport = quote->transport;
    u16 sum = (u16)~sum_of(header + IP_SOURCE, 8), port_sum = 0, identifier;
    if (flow_source(to))
        store32(header + IP_SOURCE, flow_source(to));
    if (flow_destination(to))
        store32(header + IP_DESTINATION, flow_destination(to));
    sum = checksum_fold((u32)sum + sum_of(header + IP_SOURCE, 8));
    checksum_update(header + IP_CHECKSUM, 0xffff, sum);
    if (quote->ping && to.ports) {
        identifier = load16(transport + ICMP_IDENTIFIER);
        store16(transport + ICMP_IDENTIFIER, flow_source_port(to));
        checksum_update(transport + ICMP_CHECKSUM, identifier, flow_source_port(to));
    }
    if (!quote->ports)
        return;
    if (to.ports) {
        port_sum = checksum_fold((u64)(u32)~load32(transport) + to.ports);
        store32(transport, to.ports);
    }
    rewriter_transport_checksum(transport, quote->left, quote->protocol, checksum_fold((u32)sum + port_sum), 0);
}

static void change_destination(struct element *element, struct packet *packet, u32 address)
{
    const struct ICMPRewriter_args *args = element->args;
    u8 *at = packet->network + IP_DESTINATION;
    u16 before = sum_of(at, 4);
    store32(at, address);
    checksum_update(packet->network + IP_CHECKSUM, before, sum_of(at, 4));
    if (args->dst_anno)
        packet_set_annotation32(packet, ANNOTATION_DST_IP, address);
}

/* The packet's quote is answered by packets of the flow in that direction. */
static void change(struct element *element, struct packet *packet, const struct quote *quote, const struct flow *flow,
                   u32 direction)
{
    const struct ICMPRewriter_args *args = element->args;
    struct flow_id to = flow_id_of(flow, !direction);
    u16 before = sum_of(quote->header, quote->size);
    if (flow_source(to) && load32(packet->network + IP_DESTINATION) == load32(quote->header + IP_SOURCE))
        change_destination(element, packet, flow_source(to));
    if (direction && args->has_reply_anno)
        packet->annotations[args->reply_anno.offset] = flow->reply_annotation;
    change_quote(quote, to);
    checksum_update(packet->transport + ICMP_CHECKSUM, before, sum_of(quote->header, quote->size));
}

static u32 rewrite(struct element *element, struct packet *packet, const struct quote *quote)
{
    const struct ICMPRewriter_args *args = element->args;
    const struct rewriter_use *use = element_bytes(element, args->maps);
    const struct flow_id id = answer_to(quote);
    for (u32 left = args->maps.size / sizeof *use; left; left--, use++) {
        const struct rewriter *rewriter = element->router->elements[use->element].state;
        u32 key = rewriter->find(rewriter, quote->protocol, id);
        if (!key)
            continue;
        const struct flow *flow = flow_of(rewriter->table, key);
        change(element, packet, quote, flow, flow_direction(key));
        return use->first_output < 0 ? 0 : (u32)use->first_output + flow->outputs[flow_direction(key)];
    }
    return UNMAPPED;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct ICMPRewriter *state = element->state;
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch))) {
        struct quote quote;
        bool icmp = ip_header_size(packet) && packet->network[IP_PROTOCOL] == PROTOCOL_ICMP;
        bool quotes = icmp && find_quote(packet, ip_transport_size(packet), &quote);
        u32 output = quotes ? rewrite(element, packet, &quote) : UNMAPPED;
        if (icmp && output < element->noutputs) {
            output_stage(element, output, packet);
        } else {
            state->drops++;
            element_free(element, packet);
        }
    }
    output_flush(element);
}

static void ICMPRewriter_read_drops(struct element *element, struct text *out)
{
    text_unsigned(out, ((const struct ICMPRewriter *)element->state)->drops);
}

const struct element_class ICMPRewriter_class = {
    ICMPRewriter_COMMON,
    .state_size = sizeof(struct ICMPRewriter),
    .start = start,
    .ready = ready,
    .push = push,
};
