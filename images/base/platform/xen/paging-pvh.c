/*
 * PVH: boot-pvh.S mapped the first gigabyte in pages of 2 MB, all of it writable and executable. Regions that hold
 * parts of the image get a table of small pages; the others become data, or go where there is no RAM.
 */
#include "entry.h"
#include "paging.h"

extern u64 pvh_l2[ENTRIES];

static void flush(void)
{
    u64 tables;
    __asm__ volatile("mov %%cr3, %0; mov %0, %%cr3" : "=r"(tables) : : "memory");
}

static u64 make_table(u64 region)
{
    u64 *table = memory_pages(1);
    if (!table)
        return 0;
    for (u32 i = 0; i < ENTRIES; i++) {
        u64 address = region_address(region) + (u64)i * PAGE;
        table[i] = entry_for(memory_use(address), physical_of((void *)address) >> PAGE_BITS);
    }
    return physical_of(table) | ENTRY_TABLE;
}

bool paging_start_pvh(u64 ram_end)
{
    for (u64 region = 0; region < ENTRIES; region++) {
        u64 address = region << REGION_BITS;
        if (memory_region_mixed(region_address(region))) {
            u64 table = make_table(region);
            if (!table)
                return false;
            pvh_l2[region] = table;
        } else {
            pvh_l2[region] = address < ram_end ? address | ENTRY_DATA | ENTRY_LARGE : 0;
        }
    }
    flush();
    return true;
}

bool paging_window_pvh(void *page, u64 frame)
{
    u64 region = pvh_l2[region_of((u64)page)];
    if (region & ENTRY_LARGE)
        return false;
    u64 *table = at_physical(region & ENTRY_ADDRESS);
    table[entry_index((u64)page)] = entry_for(PAGE_DATA, frame);
    __asm__ volatile("invlpg (%0)" : : "r"(page) : "memory");
    return true;
}
