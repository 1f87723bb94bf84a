#include "domain.h"

#include "command-line.h"

#include "hypercall.h"
#include "layout.h"
#include "memory.h"
#include "paging.h"
#include "plan-source.h"
#include "platform.h"

static void *at_frame(u64 frame)
{
    return at_physical(((const u64 *)MACH2PHYS_VIRT_START)[frame] << PAGE_BITS);
}

static void find_module(const struct start_info *info)
{
    if (!info->mod_len)
        return;
    bool page_number = info->flags & SIF_MOD_START_PFN;
    domain.module = page_number ? at_physical(info->mod_start << PAGE_BITS) : (const void *)info->mod_start;
    domain.module_size = info->mod_len;
}

void domain_start_pv(const struct start_info *info)
{
    domain.memory = info->nr_pages * PAGE;
    domain.console = at_frame(info->console.domU.mfn);
    domain.console_port = info->console.domU.evtchn;
    domain.store = at_frame(info->store_mfn);
    domain.store_port = info->store_evtchn;
    command_line_read((const char *)info->cmd_line, sizeof info->cmd_line);
    find_module(info);
    domain.image_room = physical_of(domain.module ? domain.module : (const void *)info->mfn_list);
    plan_source_find();
    u64 shared_info = info->shared_info;
    if (!paging_start_pv(info))
        platform_fatal("memory", "Xen refused the page tables, or there is no room for them");
    domain.shared = memory_pages(1);
    if (!domain.shared || !paging_window(domain.shared, shared_info >> PAGE_BITS))
        platform_fatal("memory", "no page for Xen's shared information");
}
