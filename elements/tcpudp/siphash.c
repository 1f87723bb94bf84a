#include "siphash.h"

static u64 rotate(u64 value, u32 bits)
{
    return value << bits | value >> (64 - bits);
}

static void mix(u64 v[4], u32 rounds)
{
    while (rounds--) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = rotate(v[1], 13) ^ v[0];
        v[3] = rotate(v[3], 16) ^ v[2];
        v[0] = rotate(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = rotate(v[1], 17) ^ v[2];
        v[3] = rotate(v[3], 21) ^ v[0];
        v[2] = rotate(v[2], 32);
    }
}

static void absorb(u64 v[4], u64 word)
{
    v[3] ^= word;
    mix(v, 2);
    v[0] ^= word;
}

u64 siphash(const u64 key[2], const u64 *words, u32 count)
{
    u64 v[4] = {key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du, key[0] ^ 0x6c7967656e657261u,
                key[1] ^ 0x7465646279746573u};
    for (u32 i = 0; i < count; i++)
        absorb(v, words[i]);
    absorb(v, (u64)count * 8 << 56); /* the message's length, in a word of its own */
    v[2] ^= 0xff;
    mix(v, 4);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}
