/* Rewriters of flows with ports. */
#pragma once

#include "../ip/rewriter.h"

/* Lists of mappings; those of TCP by what its connections have come to. */
enum { LIST_TCP_NO_DATA, LIST_TCP, LIST_TCP_DONE, LIST_UDP, LIST_UDP_STREAMING };

struct port_rewriter {
    struct rewriter rewriter;
    u64 protocols; /* that are rewritten, a bit each */
    bool follows_tcp;
};

/* For start(). */
void port_rewriter_init(struct port_rewriter *ports, u64 protocols, bool follows_tcp, bool dst_annotation);

enum { PROTOCOL_DCCP = 33 };

#define PROTOCOL_BIT(protocol) (1ull << (protocol))
