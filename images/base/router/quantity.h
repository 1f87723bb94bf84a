/* Bandwidths and quotients as text. */
#pragma once

#include "text.h"

/* `value` divided by ten to the power of `digits`, without zeros at the end: 1.5. */
void text_decimal(struct text *text, u64 value, u32 digits);

/* Bytes a second the way Click writes them: 384kbps, 1.5Mbps, 1Gbps, 600MBps. */
void text_bandwidth(struct text *text, u64 bandwidth);

/* A quotient of at most 12 digits; `divisor` is less than 2^60. */
void text_quotient(struct text *text, u64 value, u64 divisor);

/* A decimal fraction times `unit`; six places behind the point count. false: not one, or too large. */
bool parse_scaled(const char *text, u32 size, u64 unit, u64 *result);

/* What a handler is told: a number with a unit of bits or bytes a second, else bytes a second; at most 2^32 - 1. */
bool parse_bandwidth(const char *text, u32 size, u64 *bandwidth);
