/*
 * PV: Xen checks every table and lets nobody write to one. So a new table is filled in as plain memory, then made
 * read-only, then linked in place of the old one: two entries changed in one hypercall, instead of 512.
 */
#include "domain.h"
#include "entry.h"
#include "hypercall.h"
#include "layout.h"
#include "paging.h"

/* More memory than this is left alone: the router's packets do not fill it. */
#define REGIONS_MAX 128u
#define UPDATES 64u

#define TOP_INDEX 511 /* where VIRT_BASE stands in the two upper tables */
#define THIRD_INDEX 510

static struct {
    const u64 *frames; /* by page number: Xen's list */
    u64 pages;
    u64 *regions;      /* the table that links the lowest tables */
    u64 covered;       /* regions with a table */
    u64 boot_tables, boot_tables_end;
    u64 tables, start_tables_end; /* ours: those linked at start, more behind them as memory is covered */
    u64 next_table;
    u64 old_table;     /* frame of the first region's boot table while it is pinned */
} paging;

static struct mmu_update updates[UPDATES];
static u32 update_count;
static bool update_failed;

static void update_send(void)
{
    if (update_count && hypercall4(__HYPERVISOR_mmu_update, updates, update_count, 0, DOMID_SELF) < 0)
        update_failed = true;
    update_count = 0;
}

/* Sends what waits and forgets what the processor remembers of the old entries; false: Xen refused one. */
static bool update_flush(void)
{
    update_send();
    struct mmuext_op flush = {.cmd = MMUEXT_TLB_FLUSH_LOCAL};
    return hypercall4(__HYPERVISOR_mmuext_op, &flush, 1, 0, DOMID_SELF) == 0 && !update_failed;
}

static void update(u64 machine_address, u64 value)
{
    updates[update_count++] = (struct mmu_update){machine_address | MMU_NORMAL_PT_UPDATE, value};
    if (update_count == UPDATES)
        update_send();
}

static u64 frame_of(u64 address)
{
    return paging.frames[(address - VIRT_BASE) >> PAGE_BITS];
}

static u64 *table_at(u64 entry)
{
    const u64 *pages = (const u64 *)MACH2PHYS_VIRT_START;
    return at_physical(pages[(entry & ENTRY_ADDRESS) >> PAGE_BITS] << PAGE_BITS);
}

static void set_use(u64 *table, u64 address, enum page_use use)
{
    table[entry_index(address)] = entry_for(use, frame_of(address));
}

static void protect_tables(u64 *table, u64 region, u64 tables, u64 end)
{
    for (u64 address = tables; address < end; address += PAGE)
        if (region_of(address) == region)
            set_use(table, address, PAGE_READ_ONLY);
}

/* Nearly all pages are data. */
static void fill(u64 *table, u64 region)
{
    u64 start = region_address(region), first = region * ENTRIES;
    u64 count = paging.pages - first < ENTRIES ? paging.pages - first : ENTRIES;
    for (u64 i = 0; i < ENTRIES; i++)
        table[i] = i < count ? entry_for(PAGE_DATA, paging.frames[first + i]) : 0;
    for (u64 page = memory_special(start); page < start + count * PAGE; page = memory_special(page + PAGE))
        set_use(table, page, memory_use(page));
    protect_tables(table, region, paging.boot_tables, paging.boot_tables_end);
    protect_tables(table, region, paging.tables, paging.start_tables_end);
}

/* Fills the next free page in as a region's table and makes it read-only; its address as an entry has it. */
static u64 make_table(u64 region)
{
    u64 table = paging.next_table;
    paging.next_table += PAGE;
    fill((u64 *)table, region);
    u64 home = paging.regions[region_of(table)] & ENTRY_ADDRESS;
    update(home + entry_index(table) * sizeof(u64), entry_for(PAGE_READ_ONLY, frame_of(table)));
    return frame_of(table) << PAGE_BITS;
}

static void link_table(u64 region, u64 table)
{
    u64 rights = memory_region_mixed(region_address(region)) ? 0 : ENTRY_NO_EXECUTE;
    u64 entry = (frame_of((u64)paging.regions) << PAGE_BITS) + region * sizeof(u64);
    update(entry, table | ENTRY_TABLE | rights);
}

/* Xen maps up to the end of a 4 MB unit, of which the last pages may be missing. */
static bool boot_table_partial(u64 region)
{
    u64 pages = paging.pages - region * ENTRIES;
    u64 last = pages < ENTRIES ? pages - 1 : ENTRIES - 1;
    return !(table_at(paging.regions[region])[last] & ENTRY_PRESENT);
}

static bool needs_table(u64 region)
{
    return memory_region_mixed(region_address(region)) || boot_table_partial(region);
}

static u64 region_count(void)
{
    u64 count = (paging.pages + ENTRIES - 1) / ENTRIES;
    return count < REGIONS_MAX ? count : REGIONS_MAX;
}

static void pin(u32 command, u64 frame)
{
    struct mmuext_op pin = {.cmd = command, .arg1.mfn = frame};
    hypercall4(__HYPERVISOR_mmuext_op, &pin, 1, 0, DOMID_SELF);
}

/* Taking a table apart costs Xen as much as checking one: the image's old table has that before it until later. */
static void keep_old_table(void)
{
    paging.old_table = (paging.regions[0] & ENTRY_ADDRESS) >> PAGE_BITS;
    pin(MMUEXT_PIN_L1_TABLE, paging.old_table);
}

/* Before pages become tables that the old one maps as writable. */
static void drop_old_table(void)
{
    if (paging.old_table)
        pin(MMUEXT_UNPIN_TABLE, paging.old_table);
    paging.old_table = 0;
}

/* New tables first, so that their pages are read-only before Xen checks them as tables. */
static bool protect(void)
{
    keep_old_table();
    u64 tables[REGIONS_MAX];
    for (u64 region = 0; region < paging.covered; region++) {
        u64 boot_table = paging.regions[region] & ENTRY_ADDRESS;
        tables[region] = needs_table(region) ? make_table(region) : boot_table;
    }
    for (u64 region = 0; region < paging.covered; region++)
        link_table(region, tables[region]);
    return update_flush();
}

static void find_boot_tables(const struct start_info *info)
{
    const u64 *top = (const u64 *)info->pt_base;
    paging.regions = table_at(table_at(top[TOP_INDEX])[THIRD_INDEX]);
    paging.boot_tables = info->pt_base;
    paging.boot_tables_end = info->pt_base + info->nr_pt_frames * PAGE;
    while (paging.covered < region_count() && paging.regions[paging.covered] & ENTRY_PRESENT)
        paging.covered++;
}

/* Pages for the tables of the memory that Xen has not mapped, and for those that replace Xen's. */
static bool take_tables(void)
{
    u64 replaced = 0, missing = region_count() - paging.covered;
    for (u64 region = 0; region < paging.covered; region++)
        replaced += needs_table(region);
    paging.tables = paging.next_table = (u64)memory_pages(replaced + missing);
    paging.start_tables_end = paging.tables + replaced * PAGE;
    return paging.tables != 0;
}

bool paging_start_pv(const struct start_info *info)
{
    paging.frames = (const u64 *)info->mfn_list;
    paging.pages = info->nr_pages;
    find_boot_tables(info);
    u64 end = region_address(region_count());
    u64 ram_end = VIRT_BASE + paging.pages * PAGE;
    memory_add(VIRT_BASE, (u64)image_start);
    memory_add(paging.boot_tables_end, end < ram_end ? end : ram_end); /* the boot stack and what is behind it */
    return take_tables() && protect();
}

bool paging_cover_pv(u64 end)
{
    if (end <= region_address(paging.covered))
        return true;
    if (end > region_address(region_count()))
        return false;
    drop_old_table();
    while (region_address(paging.covered) < end) {
        link_table(paging.covered, make_table(paging.covered));
        paging.covered++;
    }
    return update_flush();
}

u64 paging_covered_pv(void)
{
    return region_address(paging.covered);
}

bool paging_window_pv(void *page, u64 frame)
{
    u64 entry = entry_for(PAGE_DATA, frame);
    return hypercall3(__HYPERVISOR_update_va_mapping, page, entry, UVMF_INVLPG | UVMF_LOCAL) == 0;
}

u64 paging_frame_pv(const void *address)
{
    return frame_of((u64)address);
}
