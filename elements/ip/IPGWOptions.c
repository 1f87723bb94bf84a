#include "elements/IPGWOptions.h"

#include "filter.h"
#include "gateway-options.h"
#include "ip.h"

struct IPGWOptions {
    u64 drops;
};

static bool passes(struct element *element, struct packet *packet)
{
    const struct IPGWOptions_args *args = element->args;
    struct IPGWOptions *options = element->state;
    u32 size = ip_header_size(packet), problem = 0;
    if (size == IP_HEADER)
        return true;
    if (size) {
        const u8 *others = element_bytes(element, args->otheraddrs);
        struct gateway gateway = {args->myaddr, others, args->otheraddrs.size / 4};
        if (!(problem = gateway_options(&gateway, packet->network, size)))
            return true;
    }
    packet->annotations[ANNOTATION_ICMP_PARAMPROB] = (u8)problem;
    options->drops++;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void IPGWOptions_read_drops(struct element *element, struct text *out)
{
    const struct IPGWOptions *options = element->state;
    text_unsigned(out, options->drops);
}

const struct element_class IPGWOptions_class = {
    IPGWOptions_COMMON,
    .state_size = sizeof(struct IPGWOptions),
    .action = action,
};
