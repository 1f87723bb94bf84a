/*
 * A router's memory in one place for all inputs: to map, poison and give back megabytes for each of them takes longer
 * than to run it. Between pieces lie bytes that AddressSanitizer reports, as behind them all.
 */
#include <sanitizer/asan_interface.h>
#include <string.h>

#include "arena.h"
#include "host.h"
#include "platform.h"

#define REDZONE 64u
#define PIECES 4096u

static _Alignas(64) u8 arena[ARENA_MOST + (u64)PIECES * REDZONE];
static u64 at, left;

void __wrap_memory_limit(u64 bytes);
void __wrap_memory_limit(u64 bytes)
{
    left = bytes < ARENA_MOST ? bytes : ARENA_MOST;
}

void *__wrap_platform_buffer(u64 size);
void *__wrap_platform_buffer(u64 size)
{
    u64 rounded = (size + 63) / 64 * 64;
    if (rounded < size || rounded > left || at + REDZONE + rounded > sizeof arena)
        return NULL;
    u8 *piece = arena + at + REDZONE;
    ASAN_POISON_MEMORY_REGION(arena + at, REDZONE);
    ASAN_UNPOISON_MEMORY_REGION(piece, size);
    ASAN_POISON_MEMORY_REGION(piece + size, rounded - size);
    left -= rounded;
    at += REDZONE + rounded;
    return piece;
}

void *__wrap_platform_memory(u64 size);
void *__wrap_platform_memory(u64 size)
{
    void *memory = __wrap_platform_buffer(size);
    return memory ? memset(memory, 0, size) : NULL;
}

u64 __wrap_platform_memory_left(void);
u64 __wrap_platform_memory_left(void)
{
    return left;
}

void arena_reset(const struct packet_pool *pool)
{
    /* An input must not see the packets of another. */
    if (pool) {
        u8 *first = pool->end - (u64)pool->capacity * PACKET_SLOT;
        ASAN_UNPOISON_MEMORY_REGION(first, pool->fresh - first);
        memset(first, 0, pool->fresh - first);
    }
    ASAN_POISON_MEMORY_REGION(arena, at);
    at = 0;
}
