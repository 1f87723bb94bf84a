/*
 * Bytes in memory: numbers at any alignment and in network order, and the memory functions of the
 * standard library, which the compiler may call by itself and which no library gives us.
 */
#pragma once

#include "types.h"

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *string);

/* Big-endian loads and stores, at any alignment. */
static inline u16 load_be16(const void *from)
{
    u16 value;
    __builtin_memcpy(&value, from, sizeof value);
    return __builtin_bswap16(value);
}

static inline u32 load_be32(const void *from)
{
    u32 value;
    __builtin_memcpy(&value, from, sizeof value);
    return __builtin_bswap32(value);
}

static inline void store_be16(void *to, u16 value)
{
    value = __builtin_bswap16(value);
    __builtin_memcpy(to, &value, sizeof value);
}

static inline void store_be32(void *to, u32 value)
{
    value = __builtin_bswap32(value);
    __builtin_memcpy(to, &value, sizeof value);
}

/* Loads and stores in the order of the machine (little endian), at any alignment. */
static inline u16 load16(const void *from)
{
    u16 value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

static inline u32 load32(const void *from)
{
    u32 value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

static inline void store16(void *to, u16 value)
{
    __builtin_memcpy(to, &value, sizeof value);
}

static inline void store32(void *to, u32 value)
{
    __builtin_memcpy(to, &value, sizeof value);
}
