/*
 * Page tables. At start every page of the image gets the rights of its use (memory_use()), all other memory is
 * writable and not executable, and the null page and the stack's guard page are not mapped.
 *
 * PV (paging-pv.c): Xen made tables for the boot; ours replace those whose pages differ, by hypercall.
 * PVH (paging-pvh.c): the tables are the domain's own.
 */
#pragma once

#include "domain.h"
#include "layout.h"

/* Gives free memory to memory.c and protects; false: no memory for tables, or Xen refused them. */
bool paging_start_pv(const struct start_info *info);
bool paging_cover_pv(u64 end);
u64 paging_covered_pv(void);
bool paging_window_pv(void *page, u64 frame);
u64 paging_frame_pv(const void *address);

/* Regions of 2 MB below that physical address are mapped. Free memory is known before. */
bool paging_start_pvh(u64 ram_end);
bool paging_window_pvh(void *page, u64 frame);

/* Where Xen's own pages are put: physical pages that hold no RAM, of which Xen would have to split a large page. */
#define WINDOW_SHARED_INFO 0xfe700u
#define WINDOW_GRANTS 0xfe701u

/* Has Xen put a page of its own, XENMAPSPACE_*, at that frame, and shows it at the address of `page`. */
bool paging_place_pvh(void *page, u32 space, u64 index, u64 frame);

/* Makes the memory below that virtual address usable; false: it cannot be. */
static inline bool paging_cover(u64 end)
{
    return !domain.pv || paging_cover_pv(end);
}

/* Where the memory ends that is usable now. */
static inline u64 paging_covered(void)
{
    return domain.pv ? paging_covered_pv() : ~(u64)0;
}

/* Puts a frame that is not the domain's RAM at the address of a page from memory_pages(). */
static inline bool paging_window(void *page, u64 frame)
{
    return domain.pv ? paging_window_pv(page, frame) : paging_window_pvh(page, frame);
}

/* What Xen and other domains call the page at that address. */
static inline u64 paging_frame(const void *address)
{
    return domain.pv ? paging_frame_pv(address) : physical_of(address) >> PAGE_BITS;
}
