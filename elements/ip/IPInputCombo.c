#include "elements/IPInputCombo.h"

#include "filter.h"
#include "headers.h"
#include "ip-check.h"

static bool start(struct element *element, struct text *error)
{
    const struct IPInputCombo_args *args = element->args;
    struct ip_check *check = element->state;
    struct ip_check_rules rules = {args->interfaces, args->badsrc, args->old_badsrc, args->gooddst};
    check->checksum = true;
    return ip_check_start(check, element, &rules, error);
}

static bool passes(struct element *element, struct packet *packet)
{
    const struct IPInputCombo_args *args = element->args;
    packet->annotations[ANNOTATION_PAINT] = args->color;
    packet_pull(packet, packet->length < ETHERNET_HEADER ? packet->length : ETHERNET_HEADER);
    return ip_check_passes(element->state, element, packet, 0);
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

static void IPInputCombo_read_drops(struct element *element, struct text *out)
{
    const struct ip_check *check = element->state;
    text_unsigned(out, check->header.drops);
}

const struct element_class IPInputCombo_class = {
    IPInputCombo_COMMON,
    .state_size = sizeof(struct ip_check),
    .start = start,
    .action = action,
};
