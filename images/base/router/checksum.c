#include "checksum.h"

u64 checksum_add(u64 sum, const u8 *bytes, u32 size)
{
    for (; size >= 4; size -= 4, bytes += 4)
        sum += load32(bytes);
    if (size >= 2) {
        sum += load16(bytes);
        bytes += 2;
    }
    return size & 1 ? sum + bytes[0] : sum;
}
