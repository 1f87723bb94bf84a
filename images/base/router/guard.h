/*
 * Under AddressSanitizer the bytes behind a packet's data, and the slots of freed packets, are out of bounds,
 * so that reading a header that is not there is an error even though the slot has room for it.
 */
#pragma once

#include "types.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GUARDED 1
#endif
#endif

#ifdef GUARDED
void __asan_poison_memory_region(const volatile void *address, size_t size);
void __asan_unpoison_memory_region(const volatile void *address, size_t size);

static inline void guard_close(const void *from, const void *to)
{
    __asan_poison_memory_region(from, (size_t)((const u8 *)to - (const u8 *)from));
}

static inline void guard_open(const void *from, const void *to)
{
    __asan_unpoison_memory_region(from, (size_t)((const u8 *)to - (const u8 *)from));
}
#else
static inline void guard_close(const void *from, const void *to)
{
    (void)from;
    (void)to;
}

static inline void guard_open(const void *from, const void *to)
{
    (void)from;
    (void)to;
}
#endif
