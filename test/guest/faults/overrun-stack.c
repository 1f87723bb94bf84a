#include "crime.h"

static u64 deeper(u64 depth)
{
    volatile u8 bytes[256];
    bytes[depth % sizeof bytes] = (u8)depth;
    if (depth == ~(u64)0)
        return 0;
    return deeper(depth + 1) + bytes[depth % sizeof bytes];
}

void __wrap_report_image(void)
{
    deeper(0);
}
