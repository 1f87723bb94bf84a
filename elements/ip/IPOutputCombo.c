#include "elements/IPOutputCombo.h"

#include "gateway-options.h"
#include "ip.h"

enum output { GOOD, SAME_COLOR, WRONG_OPTIONS, OVER, TOO_LONG, DROP };

struct IPOutputCombo {
    u64 drops;
};

static void copy_to_sender_side(struct element *element, const struct packet *packet)
{
    struct IPOutputCombo *combo = element->state;
    struct packet *copy = packet_clone(&element->router->pool, packet);
    if (copy)
        output_stage(element, SAME_COLOR, copy);
    else
        combo->drops++;
}

static enum output handle(struct element *element, struct packet *packet)
{
    const struct IPOutputCombo_args *args = element->args;
    struct gateway gateway = {args->ipaddr, NULL, 0};
    u8 *header = packet->network;
    u32 size = ip_header_size(packet), problem = 0;
    if (!size || packet->type == PACKET_BROADCAST || packet->type == PACKET_MULTICAST)
        return DROP;
    if (packet->annotations[ANNOTATION_PAINT] == args->color)
        copy_to_sender_side(element, packet);
    if (size > IP_HEADER)
        problem = gateway_options(&gateway, header, size);
    if (problem) {
        packet->annotations[ANNOTATION_ICMP_PARAMPROB] = (u8)problem;
        return WRONG_OPTIONS;
    }
    if (packet->annotations[ANNOTATION_FIX_IP_SRC]) {
        packet->annotations[ANNOTATION_FIX_IP_SRC] = 0;
        memcpy(header + IP_SOURCE, args->ipaddr, 4);
        ip_set_checksum(header, size);
    }
    if (header[IP_TTL] <= 1)
        return OVER;
    u16 before = load16(header + IP_TTL);
    header[IP_TTL]--;
    checksum_update(header + IP_CHECKSUM, before, load16(header + IP_TTL));
    return packet->length > args->mtu ? TOO_LONG : GOOD;
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct IPOutputCombo *combo = element->state;
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch))) {
        enum output output = handle(element, packet);
        if (output != DROP) {
            output_stage(element, output, packet);
            continue;
        }
        combo->drops++;
        element_free(element, packet);
    }
    output_flush(element);
}

static void IPOutputCombo_read_drops(struct element *element, struct text *out)
{
    const struct IPOutputCombo *combo = element->state;
    text_unsigned(out, combo->drops);
}

const struct element_class IPOutputCombo_class = {
    IPOutputCombo_COMMON,
    .state_size = sizeof(struct IPOutputCombo),
    .push = push,
};
