#include "grants.h"

#include "domain.h"
#include "hypercall.h"

#include <xen/grant_table.h>
#include <xen/memory.h>

#include "layout.h"
#include "memory.h"
#include "paging.h"

#define PER_FRAME (PAGE / sizeof(struct grant_entry_v1))
#define FRAMES_MAX 16

static struct grant_entry_v1 *table;
static u32 taken = GNTTAB_NR_RESERVED_ENTRIES;

static bool map_pv(u32 count)
{
    xen_pfn_t frames[FRAMES_MAX];
    struct gnttab_setup_table setup = {.dom = DOMID_SELF, .nr_frames = count};
    set_xen_guest_handle(setup.frame_list, frames);
    if (hypercall3(__HYPERVISOR_grant_table_op, GNTTABOP_setup_table, &setup, 1) || setup.status != GNTST_okay)
        return false;
    for (u32 i = 0; i < count; i++)
        if (!paging_window((char *)table + i * PAGE, frames[i]))
            return false;
    return true;
}

static bool map_pvh(u32 count)
{
    for (u32 i = 0; i < count; i++)
        if (!paging_place_pvh((char *)table + i * PAGE, XENMAPSPACE_grant_table, i, WINDOW_GRANTS + i))
            return false;
    return true;
}

bool grants_start(u32 count)
{
    u32 frames = (u32)((GNTTAB_NR_RESERVED_ENTRIES + count + PER_FRAME - 1) / PER_FRAME);
    if (frames > FRAMES_MAX)
        return false;
    table = memory_pages(frames);
    return table && (domain.pv ? map_pv(frames) : map_pvh(frames));
}

u32 grants_take(u32 count)
{
    u32 first = taken;
    taken += count;
    return first;
}

void grants_set(u32 reference, u16 domain_id, const void *page, bool read_only)
{
    struct grant_entry_v1 *entry = &table[reference];
    entry->domid = domain_id;
    entry->frame = (u32)paging_frame(page);
    /* The flags make it valid: last. */
    __atomic_store_n(&entry->flags, GTF_permit_access | (read_only ? GTF_readonly : 0), __ATOMIC_RELEASE);
}

bool grants_end(u32 reference)
{
    u16 *shared = &table[reference].flags, flags = __atomic_load_n(shared, __ATOMIC_RELAXED);
    do {
        if (flags & (GTF_reading | GTF_writing))
            return false;
    } while (!__atomic_compare_exchange_n(shared, &flags, 0, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
    return true;
}
