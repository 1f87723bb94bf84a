#include "elements/IPRewriter.h"

#include "port-rewriter.h"

static bool start(struct element *element, struct text *error)
{
    const struct IPRewriter_args *args = element->args;
    struct port_rewriter *ports = element->state;
    struct rewriter *rewriter = &ports->rewriter;
    u64 streaming = args->has_udp_streaming_timeout ? args->udp_streaming_timeout : args->udp_timeout;
    port_rewriter_init(ports, PROTOCOL_BIT(PROTOCOL_TCP) | PROTOCOL_BIT(PROTOCOL_UDP), true, args->dst_anno);
    rewriter_set_list(rewriter, LIST_TCP_NO_DATA, args->tcp_nodata_timeout, args->tcp_guarantee);
    rewriter_set_list(rewriter, LIST_TCP, args->tcp_timeout, args->tcp_guarantee);
    rewriter_set_list(rewriter, LIST_TCP_DONE, args->tcp_done_timeout, args->tcp_guarantee);
    rewriter_set_list(rewriter, LIST_UDP, args->udp_timeout, args->udp_guarantee);
    rewriter_set_list(rewriter, LIST_UDP_STREAMING, streaming, args->udp_guarantee);
    return REWRITER_START(element, args, error);
}

static void IPRewriter_read_tables(struct element *element, struct text *out)
{
    bool tcp = element->router->handler_number <= TABLES_tcp_mappings;
    rewriter_print_table(element, tcp ? LIST_TCP_NO_DATA : LIST_UDP, tcp ? LIST_UDP : FLOW_LISTS, out);
}

static bool IPRewriter_query_lookups(struct element *element, const char *parameter, u32 size, struct text *out)
{
    bool tcp = element->router->handler_number == LOOKUPS_tcp_lookup;
    return rewriter_query(element, tcp ? PROTOCOL_TCP : PROTOCOL_UDP, parameter, size, out);
}

const struct element_class IPRewriter_class = {
    IPRewriter_COMMON,
    .state_size = sizeof(struct port_rewriter),
    .start = start,
    .ready = rewriter_ready,
    .push = rewriter_push,
};
