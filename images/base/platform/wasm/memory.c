/* Linear memory grows as it is asked for, up to what the host allows; it comes zeroed and is never given back. */
#include "host.h"
#include "platform.h"

#define PAGE 65536u
#define ALIGNMENT 64u

extern u8 __heap_base;

u64 platform_stack_floor;

static u32 taken; /* bytes behind __heap_base */

static u32 start(void)
{
    return ((u32)&__heap_base + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static bool grow_to(u64 end)
{
    u64 pages = (end + PAGE - 1) / PAGE, now = __builtin_wasm_memory_size(0);
    return pages <= now || __builtin_wasm_memory_grow(0, (u32)(pages - now)) != (size_t)-1;
}

void *memory_take(u64 size)
{
    u64 from = start() + (u64)taken, bytes = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > UINT32_MAX || from + bytes > UINT32_MAX || !grow_to(from + bytes))
        return NULL;
    taken += (u32)bytes;
    return (void *)(u32)from;
}

/* Fresh memory is zero anyway. */
void *platform_buffer(u64 size)
{
    return platform_memory(size);
}

void *platform_memory(u64 size)
{
    void *memory = size <= platform_memory_left() ? memory_take(size) : NULL;
    if (memory)
        settings.memory -= (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return memory;
}

u64 platform_memory_left(void)
{
    return settings.memory / ALIGNMENT * ALIGNMENT;
}
