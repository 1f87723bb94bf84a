#include <stdio.h>
#include <stdlib.h>

#include "host.h"
#include "platform.h"

u64 platform_stack_floor;

static u64 left;

#ifdef GUARDED
/* Memory is taken for the rest of the run: not having given it back is no leak. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
#endif

void memory_limit(u64 bytes)
{
    left = bytes;
}

/* Each piece on its own, so that AddressSanitizer sees where it ends; a header in front chains them. */
struct piece {
    struct piece *next;
};

static struct piece *pieces;

void *platform_buffer(u64 size)
{
    u64 rounded = (size + 63) / 64 * 64;
    if (rounded < size || rounded > left)
        return NULL;
    struct piece *piece = aligned_alloc(64, 64 + rounded);
    if (!piece)
        return NULL;
    left -= rounded;
    piece->next = pieces;
    pieces = piece;
    return (u8 *)piece + 64;
}

void memory_release(void)
{
    while (pieces) {
        struct piece *piece = pieces;
        pieces = piece->next;
        free(piece);
    }
}

void *platform_memory(u64 size)
{
    void *memory = platform_buffer(size);
    return memory ? memset(memory, 0, size) : NULL;
}

u64 platform_memory_left(void)
{
    return left;
}
