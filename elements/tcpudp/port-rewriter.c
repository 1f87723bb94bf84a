#include "port-rewriter.h"

#define LEAST 8u /* bytes of a transport header */

/* What a TCP connection has come to, each for direction 0; for the other one bit higher. */
enum { DONE = 1, BOTH_DONE = 3, DATA = 4, BOTH_DATA = 12, TCP_STATES = 16 };

/* Of others: whether there was an answer, and in steps of 2 packets up to 3. Behind that stands the protocol's kind. */
enum { ANSWERED = 1, PACKET = 2, PACKETS_MAX = 6, STREAMING = PACKETS_MAX + ANSWERED, KIND = 8 };

/* A number for each of TCP, UDP and DCCP. */
static u32 kind_of(u8 protocol)
{
    return protocol >> 4;
}

/* Where TCP is not followed, one mapping is for all protocols with those addresses and ports, as Click's. */
static u32 map_of(const struct rewriter *rewriter, u8 protocol)
{
    const struct port_rewriter *ports = (const struct port_rewriter *)rewriter;
    return flow_map(&rewriter->owner, ports->follows_tcp ? protocol : 0);
}

static u32 follow_tcp(struct flow *flow, const u8 *header, const u8 *transport, u32 direction)
{
    static const u8 lists[TCP_STATES] = {
        [BOTH_DATA] = LIST_TCP,
        [BOTH_DATA | DONE] = LIST_TCP,
        [BOTH_DATA | DONE << 1] = LIST_TCP,
        [BOTH_DONE] = LIST_TCP_DONE,
        [BOTH_DONE | DATA] = LIST_TCP_DONE,
        [BOTH_DONE | DATA << 1] = LIST_TCP_DONE,
        [BOTH_DONE | BOTH_DATA] = LIST_TCP_DONE,
    };
    u32 headers = ((header[0] & 15) + (transport[TCP_OFFSET] >> 4)) * 4u, state = flow->state;
    u32 data = headers < load_be16(header + IP_LENGTH), flags = transport[TCP_FLAGS];
    if (!(flags & (TCP_RST | TCP_FIN | TCP_SYN)))
        state &= ~((data * DONE) << direction);
    else if (flags & TCP_RST)
        state |= BOTH_DONE;
    else if (flags & TCP_FIN)
        state |= (u32)DONE << direction;
    else
        state &= ~((u32)DONE << direction);
    state |= (data * DATA) << direction;
    flow->state = (u8)state;
    return lists[state];
}

static u32 follow_udp(struct flow *flow, u32 direction)
{
    flow->state |= (u8)direction;
    if ((flow->state & STREAMING) < PACKETS_MAX)
        flow->state += PACKET;
    return (flow->state & STREAMING) == STREAMING ? LIST_UDP_STREAMING : LIST_UDP;
}

static i32 rewrite(struct element *element, u32 port, struct packet *packet)
{
    struct port_rewriter *ports = element->state;
    struct rewriter *rewriter = &ports->rewriter;
    u32 size = ip_transport_size(packet);
    const u8 *header = packet->network;
    u8 *transport = packet->transport;
    u8 protocol = size < LEAST ? 0 : header[IP_PROTOCOL];
    if (protocol > PROTOCOL_DCCP || !(ports->protocols >> protocol & 1) || !ip_is_first(header))
        return rewriter_pass(element, port);
    bool tcp = protocol == PROTOCOL_TCP && ports->follows_tcp;
    struct flow_id id = {rewriter_addresses(header), load32(transport)};
    u32 list = tcp ? LIST_TCP_NO_DATA : LIST_UDP, map = map_of(rewriter, protocol);
    u32 key = flow_find(rewriter->table, id, map);
    i32 output;
    if (!key) {
        if (!(key = rewriter_map(element, port, packet, id, map, list, &output)))
            return output;
        flow_of(rewriter->table, key)->state = (u8)(kind_of(protocol) * KIND);
    }
    struct flow *flow = flow_of(rewriter->table, key);
    u32 direction = flow_direction(key);
    rewriter_address(rewriter, packet, flow, direction);
    list = flow->list;
    if (!tcp || size >= TCP_CHECKSUM + 2) { /* Click leaves ports alone where it sees no checksum of TCP's */
        store32(transport, flow_rewritten(flow, direction).ports);
        rewriter_transport_checksum(transport, size, protocol, flow->growth, direction);
        list = tcp ? follow_tcp(flow, header, transport, direction) : follow_udp(flow, direction);
    }
    flow_use(rewriter->table, &rewriter->owner, key, list, router_now(element->router));
    return flow->outputs[direction];
}

static u32 find(const struct rewriter *rewriter, u8 protocol, struct flow_id id)
{
    const struct port_rewriter *ports = (const struct port_rewriter *)rewriter;
    u32 key = flow_find(rewriter->table, id, map_of(rewriter, protocol));
    bool other = key && !ports->follows_tcp && flow_of(rewriter->table, key)->state / KIND != kind_of(protocol);
    return other || protocol == PROTOCOL_ICMP ? 0 : key;
}

void port_rewriter_init(struct port_rewriter *ports, u64 protocols, bool follows_tcp, bool dst_annotation)
{
    ports->protocols = protocols;
    ports->follows_tcp = follows_tcp;
    ports->rewriter.rewrite = rewrite;
    ports->rewriter.find = find;
    ports->rewriter.dst_annotation = dst_annotation;
}
