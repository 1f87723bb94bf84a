/*
 * PVH: boot-pvh.S mapped the first gigabyte in pages of 2 MB, all of it writable and executable. Regions that hold
 * parts of the image get a table of small pages; the others become data, or go where there is no RAM.
 */
#include "entry.h"
#include "hypercall.h"
#include "paging.h"

#include <xen/memory.h>

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
    u64 start = region_address(region), first = region * ENTRIES;
    for (u32 i = 0; i < ENTRIES; i++)
        table[i] = entry_for(PAGE_DATA, first + i);
    for (u64 page = memory_special(start); page < start + REGION; page = memory_special(page + PAGE))
        table[entry_index(page)] = entry_for(memory_use(page), first + entry_index(page));
    return physical_of(table) | ENTRY_TABLE;
}

bool paging_start_pvh(u64 ram_end)
{
    u64 special = memory_special(VIRT_BASE);
    for (u64 region = 0; region < ENTRIES; region++) {
        u64 physical = region << REGION_BITS, behind = region_address(region + 1);
        if (special >= behind) {
            pvh_l2[region] = physical < ram_end ? physical | ENTRY_DATA | ENTRY_LARGE : 0;
            continue;
        }
        u64 table = make_table(region);
        if (!table)
            return false;
        pvh_l2[region] = table;
        special = memory_special(behind);
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

bool paging_place_pvh(void *page, u32 space, u64 index, u64 frame)
{
    struct xen_add_to_physmap add = {.domid = DOMID_SELF, .space = space, .idx = index, .gpfn = frame};
    return hypercall2(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, &add) == 0 && paging_window_pvh(page, frame);
}
