#include "elements/IPEncap.h"

#include "filter.h"
#include "ip-encap.h"

static bool start(struct element *element, struct text *error)
{
    const struct IPEncap_args *args = element->args;
    struct ip_encap *encap = element->state;
    if (args->ect && args->ce) {
        text_string(error, "ECT and CE exclude each other");
        return false;
    }
    if (args->has_tos && (args->ect || args->ce)) {
        text_string(error, "TOS excludes ECT and CE");
        return false;
    }
    ip_encap_start(encap, args->proto, args->ttl, args->src, args->dst, !args->has_dst);
    encap->headers[IP_TOS] = args->has_tos ? args->tos : (u8)(args->dscp << 2 | args->ect | (args->ce ? IP_ECN_CE : 0));
    store_be16(encap->headers + IP_FRAGMENT, args->df ? IP_DONT_FRAGMENT : 0);
    return true;
}

static bool passes(struct element *element, struct packet *packet)
{
    return ip_encap_push(element->state, packet, IP_HEADER);
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

const struct element_class IPEncap_class = {
    IPEncap_COMMON,
    .state_size = sizeof(struct ip_encap),
    .start = start,
    .action = action,
};
