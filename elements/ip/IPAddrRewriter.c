#include "elements/IPAddrRewriter.h"

#include "rewriter.h"

/* Mappings know packets by their source alone, and those that answer by their destination alone. */
static u32 find(const struct rewriter *rewriter, u8 protocol, struct flow_id id)
{
    u32 map = flow_map(&rewriter->owner, 0);
    u32 key = flow_find(rewriter->table, (struct flow_id){flow_source(id), 0}, map);
    (void)protocol;
    return key ? key : flow_find(rewriter->table, (struct flow_id){(u64)flow_destination(id) << 32, 0}, map);
}

static i32 rewrite(struct element *element, u32 port, struct packet *packet)
{
    struct rewriter *rewriter = element->state;
    u8 *header = packet->network;
    if (!ip_header_size(packet))
        return rewriter_pass(element, port);
    struct flow_id id = {rewriter_addresses(header), 0};
    u32 key = find(rewriter, 0, id);
    i32 output;
    id.addresses = flow_source(id);
    if (!key && !(key = rewriter_map(element, port, packet, id, flow_map(&rewriter->owner, 0), 0, &output)))
        return output;
    struct flow *flow = flow_of(rewriter->table, key);
    u32 direction = flow_direction(key);
    u64 to = flow_rewritten(flow, direction).addresses;
    if (direction)
        store32(header + IP_DESTINATION, (u32)(to >> 32));
    else
        store32(header + IP_SOURCE, (u32)to);
    rewriter_checksum(header + IP_CHECKSUM, flow->growth, direction);
    if (ip_is_first(header))
        rewriter_transport_checksum(packet->transport, ip_transport_size(packet), header[IP_PROTOCOL], flow->growth,
                                    direction);
    if (direction)
        rewriter_annotate(rewriter, packet, flow, direction, to);
    flow_use(rewriter->table, &rewriter->owner, key, 0, router_now(element->router));
    return flow->outputs[direction];
}

static bool start(struct element *element, struct text *error)
{
    const struct IPAddrRewriter_args *args = element->args;
    struct rewriter *rewriter = element->state;
    rewriter->rewrite = rewrite;
    rewriter->find = find;
    rewriter->addresses_only = rewriter->dst_annotation = true;
    rewriter_set_list(rewriter, 0, args->timeout, args->guarantee);
    return REWRITER_START(element, args, error);
}

const struct element_class IPAddrRewriter_class = {
    IPAddrRewriter_COMMON,
    .state_size = sizeof(struct rewriter),
    .start = start,
    .ready = rewriter_ready,
    .push = rewriter_push,
};
