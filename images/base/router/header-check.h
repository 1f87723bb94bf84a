/* What elements that check headers have in common: bad packets are counted by reason, and told about. */
#pragma once

#include "element.h"

#define HEADER_CHECK_REASONS 6u

typedef void say_element(const struct element *element, struct text *out);

struct header_check {
    say_element *say; /* what stands before a complaint: Click's elements differ in that; NULL: nothing */
    const char *protocol;
    const char *const *reasons;
    u32 reason_count;
    bool verbose; /* tell of every bad packet, not of the first alone */
    u64 drops, by_reason[HEADER_CHECK_REASONS];
};

/* Counts a bad packet; false, so that a check can end with it. */
bool header_check_refuse(struct header_check *check, struct element *element, u32 reason);

/* The handler `drop_details`: a line a reason. */
void header_check_details(const struct header_check *check, struct text *out);
