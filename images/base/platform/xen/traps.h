/* The table of fault entries in traps.S. */
#pragma once

#define TRAP_COUNT 32
#define TRAP_STEP 16
#define TRAP_PVH 3                 /* bytes from a vector's PV entry to its PVH entry */
#define TRAPS_WITH_CODE 0x60227d00 /* vectors whose frame has an error code: 8, 10 to 14, 17, 21, 29, 30 */

#ifndef __ASSEMBLER__

#include "types.h"

extern const char traps[];

struct fault_frame {
    u64 vector, code;
    u64 rip, cs, rflags, rsp, ss;
};

_Noreturn void fault(const struct fault_frame *frame);

#endif
