/* Time: Xen's paravirtual clock, the processor's time stamp scaled by what Xen says. */
#pragma once

#include "types.h"

/* Nanoseconds since this image's first instruction. */
u64 time_since_entry(void);
