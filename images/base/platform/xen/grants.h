/*
 * Grants: which pages other domains may use. Every grant is made once and kept, so that no packet costs one.
 */
#pragma once

#include "types.h"

/* Room for that many grants; false: Xen gives no table of that size. */
bool grants_start(u32 count);

/* Reserves that many references in a row; returns the first. They were counted in grants_start(). */
u32 grants_take(u32 count);

/* Lets the domain use the page, or only read it. */
void grants_set(u32 reference, u16 domain_id, const void *page, bool read_only);

/* Takes the page back; false: the domain has it mapped still, and the grant stays. */
bool grants_end(u32 reference);
