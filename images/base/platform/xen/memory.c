#include "memory.h"

#include "domain.h"
#include "layout.h"
#include "packet.h"
#include "paging.h"
#include "plan-source.h"
#include "platform.h"

#define RANGES 32
#define ALIGNMENT 64
#define POOL_MAX 65536u /* packets */

struct range {
    u64 start, end;
};

static struct range ranges[RANGES];
static u32 range_count;

void memory_add(u64 start, u64 end)
{
    if (start < end && range_count < RANGES)
        ranges[range_count++] = (struct range){start, end};
}

/* Best fit: small needs leave the large range whole for the packets. */
static struct range *range_for(u64 size)
{
    struct range *best = NULL;
    for (struct range *range = ranges; range < ranges + range_count; range++) {
        u64 room = range->end - range->start;
        if (room >= size && (!best || room < best->end - best->start))
            best = range;
    }
    return best;
}

static void *take(u64 size, u64 alignment)
{
    struct range *range = range_for(size + alignment - 1);
    if (!range)
        return NULL;
    u64 start = (range->start + alignment - 1) & ~(alignment - 1);
    if (!paging_cover(start + size))
        return NULL;
    range->start = start + size;
    return (void *)start;
}

void *memory_pages(u64 count)
{
    return take(count * PAGE, PAGE);
}

void *platform_buffer(u64 size)
{
    return take(size, ALIGNMENT);
}

/* Eight bytes at a time, which also emulators and old processors are quick at; what is taken next is aligned. */
static void clear(void *from, u64 size)
{
    u64 count = (size + 7) / 8;
    __asm__ volatile("rep stosq" : "+D"(from), "+c"(count) : "a"(0ull) : "memory");
}

void *platform_memory(u64 size)
{
    void *taken = platform_buffer(size);
    if (taken)
        clear(taken, size);
    return taken;
}

/* Of a range, what can be used without mapping it first. */
static u64 ready(const struct range *range)
{
    u64 end = paging_covered();
    end = end < range->end ? end : range->end;
    return end > range->start ? end - range->start : 0;
}

u64 platform_memory_left(void)
{
    u64 most = 0;
    for (struct range *range = ranges; range < ranges + range_count; range++)
        most = ready(range) > most ? ready(range) : most;
    return most > ALIGNMENT ? most - ALIGNMENT : 0;
}

u64 memory_free(void)
{
    u64 sum = 0;
    for (struct range *range = ranges; range < ranges + range_count; range++)
        sum += range->end - range->start;
    return sum;
}

/* The range whose free part starts where the pool ends, but for what alignment lost. */
static struct range *range_behind(const struct packet_pool *pool)
{
    for (struct range *range = ranges; range < ranges + range_count; range++)
        if (range->start - (u64)pool->end < PACKET_SLOT + ALIGNMENT)
            return range;
    return NULL;
}

bool memory_feed(struct packet_pool *pool)
{
    struct range *range = range_behind(pool);
    if (!range || pool->capacity >= POOL_MAX)
        return false;
    u64 end = ready(range) ? range->start + ready(range) : (range->start & ~(u64)(REGION - 1)) + REGION;
    end = end < range->end ? end : range->end;
    u32 more = (u32)((end - (u64)pool->end) / PACKET_SLOT);
    if (!more || !paging_cover(end))
        return false;
    pool->capacity += more;
    pool->end += more * PACKET_SLOT;
    range->start = (u64)pool->end;
    return true;
}

enum page_use memory_use(u64 address)
{
    u64 page = page_down(address);
    if (page >= (u64)text_start && page < (u64)text_end)
        return PAGE_CODE;
    if (page >= (u64)image_start && page < (u64)text_start)
        return PAGE_READ_ONLY;
    if (page == (u64)stack_guard)
        return PAGE_NONE;
    if (page >= page_down((u64)plan_source.bytes) && page < (u64)plan_source.bytes + plan_source.size)
        return PAGE_READ_ONLY;
    return PAGE_DATA;
}

static u64 first_of(u64 page, u64 start, u64 end)
{
    if (page >= end)
        return ~(u64)0;
    return page > start ? page : start;
}

__attribute__((noinline)) u64 memory_special(u64 page)
{
    u64 plan = page_down((u64)plan_source.bytes);
    u64 found = first_of(page, (u64)image_start, (u64)text_end);
    u64 others[] = {first_of(page, (u64)stack_guard, (u64)stack_guard + PAGE),
                    first_of(page, plan, (u64)plan_source.bytes + plan_source.size)};
    for (u32 i = 0; i < sizeof others / sizeof *others; i++)
        found = others[i] < found ? others[i] : found;
    return found;
}

bool memory_region_mixed(u64 region)
{
    return memory_special(region) < region + REGION;
}
