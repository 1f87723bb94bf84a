/* Page table entries (the processor's format, which PV shares). */
#pragma once

#include "layout.h"
#include "memory.h"

#define ENTRY_PRESENT 0x1ull
#define ENTRY_WRITABLE 0x2ull
#define ENTRY_ACCESSED 0x20ull
#define ENTRY_DIRTY 0x40ull
#define ENTRY_LARGE 0x80ull
#define ENTRY_NO_EXECUTE (1ull << 63)
#define ENTRY_ADDRESS 0x000ffffffffff000ull
#define ENTRIES 512u

#define ENTRY_DATA (ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_ACCESSED | ENTRY_DIRTY | ENTRY_NO_EXECUTE)
#define ENTRY_TABLE (ENTRY_PRESENT | ENTRY_WRITABLE | ENTRY_ACCESSED)

static inline u32 entry_index(u64 address)
{
    return (u32)(address >> PAGE_BITS) % ENTRIES;
}

static inline u64 region_address(u64 region)
{
    return VIRT_BASE + (region << REGION_BITS);
}

static inline u64 region_of(u64 address)
{
    return (address - VIRT_BASE) >> REGION_BITS;
}

/* The entry that gives a page the rights of its use; 0: not mapped. */
static inline u64 entry_for(enum page_use use, u64 frame)
{
    u64 entry = frame << PAGE_BITS | ENTRY_PRESENT | ENTRY_ACCESSED;
    switch (use) {
    case PAGE_CODE:
        return entry;
    case PAGE_READ_ONLY:
        return entry | ENTRY_NO_EXECUTE;
    case PAGE_DATA:
        return frame << PAGE_BITS | ENTRY_DATA;
    default:
        return 0;
    }
}
