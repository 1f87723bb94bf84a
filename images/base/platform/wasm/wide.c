/* What the compiler calls to multiply 128-bit integers: WebAssembly has no instruction for it. */
#include "types.h"

typedef unsigned __int128 u128;

/* All 128 bits of a product, from four products of halves. */
static u128 multiply(u64 a, u64 b)
{
    u64 a_low = (u32)a, a_high = a >> 32, b_low = (u32)b, b_high = b >> 32;
    u64 low = a_low * b_low, middle = a_high * b_low + (low >> 32), rest = a_low * b_high + (u32)middle;
    u64 high = a_high * b_high + (middle >> 32) + (rest >> 32);
    return (u128)high << 64 | rest << 32 | (u32)low;
}

u128 __multi3(u128 a, u128 b)
{
    u64 crossed = (u64)(a >> 64) * (u64)b + (u64)a * (u64)(b >> 64);
    return multiply((u64)a, (u64)b) + ((u128)crossed << 64);
}
