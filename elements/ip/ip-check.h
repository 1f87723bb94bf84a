/* Checks and marks IP headers: what CheckIPHeader, CheckIPHeader2 and IPInputCombo have in common. */
#pragma once

#include "header-check.h"

/* Addresses in memory order. */
struct ip_check_list {
    u32 *addresses;
    u32 count;
};

struct ip_check {
    struct header_check header;
    struct ip_check_list bad_sources, good_destinations;
    bool checksum; /* check it as well */
};

/* Arguments. */
struct ip_check_rules {
    struct plan_bytes interfaces, bad_sources, old_bad_sources, good_destinations;
};

bool ip_check_start(struct ip_check *check, struct element *element, const struct ip_check_rules *rules,
                    struct text *error);

/* Whether a good header begins `offset` bytes into the packet. It is marked, and the packet is cut to its IP length. */
bool ip_check_passes(struct ip_check *check, struct element *element, struct packet *packet, u32 offset);
