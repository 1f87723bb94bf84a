#include "elements/UDPRewriter.h"

#include "port-rewriter.h"

static bool start(struct element *element, struct text *error)
{
    const struct UDPRewriter_args *args = element->args;
    struct port_rewriter *ports = element->state;
    u64 streaming = args->has_streaming_timeout ? args->streaming_timeout : args->timeout;
    u64 protocols = PROTOCOL_BIT(PROTOCOL_TCP) | PROTOCOL_BIT(PROTOCOL_UDP) | PROTOCOL_BIT(PROTOCOL_DCCP);
    port_rewriter_init(ports, protocols, false, args->dst_anno);
    rewriter_set_list(&ports->rewriter, LIST_UDP, args->timeout, args->guarantee);
    rewriter_set_list(&ports->rewriter, LIST_UDP_STREAMING, streaming, args->guarantee);
    return REWRITER_START(element, args, error);
}

const struct element_class UDPRewriter_class = {
    UDPRewriter_COMMON,
    .state_size = sizeof(struct port_rewriter),
    .start = start,
    .ready = rewriter_ready,
    .push = rewriter_push,
};
