/* Rates in packets or in bytes a second, as handlers show and take them. */
#pragma once

#include "element.h"

void rate_limit_read(bool bandwidth, u64 rate, struct text *out);
bool rate_limit_parse(bool bandwidth, const char *value, u32 size, u64 *rate, struct text *error);
