#include "elements/CheckIPHeader.h"

#include "filter.h"
#include "ip-check.h"

static bool start(struct element *element, struct text *error)
{
    const struct CheckIPHeader_args *args = element->args;
    struct ip_check *check = element->state;
    struct ip_check_rules rules = {args->interfaces, args->badsrc, args->old_badsrc, args->gooddst};
    check->checksum = args->checksum;
    check->header.verbose = args->verbose;
    return ip_check_start(check, element, &rules, error);
}

static bool passes(struct element *element, struct packet *packet)
{
    const struct CheckIPHeader_args *args = element->args;
    return ip_check_passes(element->state, element, packet, args->offset);
}

static void action(struct element *element, struct batch *batch)
{
    filter_batch(element, batch, passes);
}

const struct element_class CheckIPHeader_class = {
    CheckIPHeader_COMMON,
    .state_size = sizeof(struct ip_check),
    .start = start,
    .action = action,
};
