#include "elements/ICMPPingRewriter.h"

#include "../ip/rewriter.h"

#define LEAST 6u /* up to the identifier */

/* The identifier stands for the port of who asks; with the next number for the other, answers are told from pings. */
static struct flow_id id_of(u64 addresses, u16 identifier, bool answer)
{
    return (struct flow_id){addresses, (u32)(u16)(identifier + !answer) << 16 | (u16)(identifier + answer)};
}

/* What is quoted is a ping, and the id begins with its identifier. */
static u32 find(const struct rewriter *rewriter, u8 protocol, struct flow_id id)
{
    id = id_of(id.addresses, flow_source_port(id), true);
    return protocol == PROTOCOL_ICMP ? flow_find(rewriter->table, id, flow_map(&rewriter->owner, PROTOCOL_ICMP)) : 0;
}

/* The checksum of zeros alone is not 0, which is what a change of an identifier to 0 gives. */
static void set_identifier(struct packet *packet, u32 size, u16 identifier)
{
    u8 *transport = packet->transport, *sum = transport + ICMP_CHECKSUM;
    checksum_update(sum, load16(transport + ICMP_IDENTIFIER), identifier);
    store16(transport + ICMP_IDENTIFIER, identifier);
    if (!load16(sum) && !ip_is_fragment(packet->network))
        store16(sum, checksum(transport, size));
}

static i32 rewrite(struct element *element, u32 port, struct packet *packet)
{
    struct rewriter *rewriter = element->state;
    u32 size = ip_transport_size(packet);
    const u8 *header = packet->network, *transport = packet->transport;
    if (size < LEAST || header[IP_PROTOCOL] != PROTOCOL_ICMP || !ip_is_first(header) ||
        (transport[ICMP_TYPE] != ICMP_ECHO && transport[ICMP_TYPE] != ICMP_ECHO_REPLY))
        return rewriter_pass(element, port);
    bool answer = transport[ICMP_TYPE] == ICMP_ECHO_REPLY;
    struct flow_id id = id_of(rewriter_addresses(header), load16(transport + ICMP_IDENTIFIER), answer);
    u32 map = flow_map(&rewriter->owner, PROTOCOL_ICMP), key = flow_find(rewriter->table, id, map);
    i32 output;
    if (!key && answer)
        return rewriter_pass(element, port);
    if (!key && !(key = rewriter_map(element, port, packet, id, map, 0, &output)))
        return output;
    struct flow *flow = flow_of(rewriter->table, key);
    u32 direction = flow_direction(key);
    struct flow_id to = flow_rewritten(flow, direction);
    rewriter_address(rewriter, packet, flow, direction);
    set_identifier(packet, size, direction ? flow_destination_port(to) : flow_source_port(to));
    flow_use(rewriter->table, &rewriter->owner, key, 0, router_now(element->router));
    return flow->outputs[direction];
}

static bool start(struct element *element, struct text *error)
{
    const struct ICMPPingRewriter_args *args = element->args;
    struct rewriter *rewriter = element->state;
    rewriter->rewrite = rewrite;
    rewriter->find = find;
    rewriter->ping = true;
    rewriter->dst_annotation = args->dst_anno;
    rewriter_set_list(rewriter, 0, args->timeout, args->guarantee);
    return REWRITER_START(element, args, error);
}

const struct element_class ICMPPingRewriter_class = {
    ICMPPingRewriter_COMMON,
    .state_size = sizeof(struct rewriter),
    .start = start,
    .ready = rewriter_ready,
    .push = rewriter_push,
};
