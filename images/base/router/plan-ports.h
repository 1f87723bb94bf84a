/* Checks of a Plan's ports: see plan.c. */
#pragma once

#include "packed.h"
#include "plan.h"
#include "text.h"

/* Elements and links are in range already. `reached` has a zero byte for each link. */
bool plan_check_ports(const struct plan_header *plan, u8 *reached, struct text *error);

struct packed_class;
struct plan_element;

/* Whether an element has as many ports as its class may have. */
bool plan_check_count(const struct plan_element *element, u32 index, struct text *error);

/* A class's code of ports (0), processing (1) or flow (2), and the part of it that is about outputs. */
const char *plan_code(const struct packed_class *class, u32 which);
const char *plan_output_code(const char *code);

/* Whether packets go from one to the other inside of such an element. */
bool plan_flows(const struct packed_class *class, u32 input, u32 output);
