#include "header-check.h"

static void complain(struct element *element, say_element *say, const char *protocol, const char *reason)
{
    struct text *log = router_log(element->router);
    if (say) {
        say(element, log);
        text_string(log, ": ");
    }
    text_string(log, protocol);
    text_string(log, " header check failed: ");
    text_string(log, reason);
    router_log_end(element->router);
}

bool header_check_refuse(struct header_check *check, struct element *element, u32 reason)
{
    if (!check->drops || check->verbose)
        complain(element, check->say, check->protocol, check->reasons[reason]);
    check->drops++;
    check->by_reason[reason]++;
    return false;
}

void header_check_details(const struct header_check *check, struct text *out)
{
    for (u32 i = 0; i < check->reason_count; i++) {
        text_unsigned(out, check->by_reason[i]);
        text_char(out, '\t');
        text_string(out, check->reasons[i]);
        text_char(out, '\n');
    }
}
