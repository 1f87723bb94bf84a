#include "crc.h"

#define POLYNOMIAL 0xedb88320

/* Made when needed, as that costs less than the room it would take in the image. */
static u32 table[256];

/* What is known for two bytes gives the entry of both together. */
static void make_table(void)
{
    u32 crc = 1;
    for (u32 step = 128; step; step /= 2) {
        crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
        for (u32 i = 0; i < 256; i += 2 * step)
            table[i + step] = table[i] ^ crc;
    }
}

u32 crc32(const void *bytes, u64 size)
{
    const u8 *next = bytes, *end = next + size;
    u32 crc = ~0u;
    if (!table[1])
        make_table();
    for (; next < end; next++)
        crc = crc >> 8 ^ table[(crc ^ *next) & 0xff];
    return ~crc;
}
