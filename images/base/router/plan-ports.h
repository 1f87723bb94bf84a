/* Checks of a Plan's ports: see plan.c. */
#pragma once

#include "plan.h"
#include "text.h"

/* Elements and links are in range already. `reached` has a zero byte for each link. */
bool plan_check_ports(const struct plan_header *plan, u8 *reached, struct text *error);

struct plan_element;

/* Whether an element has as many ports as its class may have. */
bool plan_check_count(const struct plan_element *element, u32 index, struct text *error);
