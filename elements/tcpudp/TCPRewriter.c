#include "elements/TCPRewriter.h"

#include "port-rewriter.h"

static bool start(struct element *element, struct text *error)
{
    const struct TCPRewriter_args *args = element->args;
    struct port_rewriter *ports = element->state;
    struct rewriter *rewriter = &ports->rewriter;
    port_rewriter_init(ports, PROTOCOL_BIT(PROTOCOL_TCP), true, args->dst_anno);
    rewriter_set_list(rewriter, LIST_TCP_NO_DATA, args->tcp_nodata_timeout, args->tcp_guarantee);
    rewriter_set_list(rewriter, LIST_TCP, args->tcp_timeout, args->tcp_guarantee);
    rewriter_set_list(rewriter, LIST_TCP_DONE, args->tcp_done_timeout, args->tcp_guarantee);
    return REWRITER_START(element, args, error);
}

static bool TCPRewriter_query_lookup(struct element *element, const char *parameter, u32 size, struct text *out)
{
    return rewriter_query(element, PROTOCOL_TCP, parameter, size, out);
}

const struct element_class TCPRewriter_class = {
    TCPRewriter_COMMON,
    .state_size = sizeof(struct port_rewriter),
    .start = start,
    .ready = rewriter_ready,
    .push = rewriter_push,
};
