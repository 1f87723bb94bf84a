#include "domain.h"

#include "command-line.h"
#include "hypercall.h"

#include <xen/arch-x86/cpuid.h>
#include <xen/arch-x86/hvm/start_info.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>
#include <xen/memory.h>

#include "layout.h"
#include "memory.h"
#include "paging.h"
#include "plan-source.h"
#include "platform.h"

#define MAPPED 0x40000000u /* by boot-pvh.S */
#define COMMAND_LINE_MAX 1024u

struct interval {
    u64 start, end;
};

static void cpuid(u32 leaf, u32 out[4])
{
    __asm__ volatile("cpuid" : "=a"(out[0]), "=b"(out[1]), "=c"(out[2]), "=d"(out[3]) : "a"(leaf), "c"(0));
}

/* Xen's leaves are at 0x40000000 or, where it plays another hypervisor too, a multiple of 0x100 behind. */
static bool find_hypercalls(void)
{
    for (u32 leaf = XEN_CPUID_FIRST_LEAF; leaf < XEN_CPUID_FIRST_LEAF + 0x10000; leaf += 0x100) {
        u32 out[4];
        cpuid(leaf, out);
        if (out[1] != XEN_CPUID_SIGNATURE_EBX || out[2] != XEN_CPUID_SIGNATURE_ECX ||
            out[3] != XEN_CPUID_SIGNATURE_EDX)
            continue;
        cpuid(leaf + 2, out);
        extern const char hypercall_page[];
        u64 page = physical_of(hypercall_page);
        __asm__ volatile("wrmsr" : : "c"(out[1]), "a"((u32)page), "d"((u32)(page >> 32)) : "memory");
        return true;
    }
    return false;
}

static u64 parameter(u32 index)
{
    struct xen_hvm_param get = {.domid = DOMID_SELF, .index = index};
    return hypercall2(__HYPERVISOR_hvm_op, HVMOP_get_param, &get) == 0 ? get.value : 0;
}

static void find_module(const struct hvm_start_info *info)
{
    if (!info->nr_modules)
        return;
    const struct hvm_modlist_entry *module = at_physical(info->modlist_paddr);
    if (module->paddr >= MAPPED || module->size > MAPPED - module->paddr)
        return;
    domain.module = at_physical(module->paddr);
    domain.module_size = module->size;
}

/* What is loaded behind the image: nothing of the image, so no Plan, can reach there. */
static u64 image_room(const struct hvm_start_info *info, u64 at)
{
    const u64 loaded[] = {at, info->modlist_paddr, info->memmap_paddr, info->cmdline_paddr,
                          domain.module ? physical_of(domain.module) : 0};
    u64 room = MAPPED;
    for (u32 i = 0; i < sizeof loaded / sizeof *loaded; i++)
        if (loaded[i] >= physical_of(image_end) && loaded[i] < room)
            room = loaded[i];
    return room;
}

static void add_free(u64 start, u64 end, const struct interval *used, u32 count)
{
    if (start >= end)
        return;
    if (!count) {
        memory_add(VIRT_BASE + page_up(start), VIRT_BASE + page_down(end));
        return;
    }
    add_free(start, end < used->start ? end : used->start, used + 1, count - 1);
    add_free(start > used->end ? start : used->end, end, used + 1, count - 1);
}

static u64 limited(u64 address)
{
    return address < MAPPED ? address : MAPPED;
}

/* Free is all RAM but the image, the Plan and the boot module. Returns the RAM's end. */
static u64 add_ram(const struct hvm_start_info *info)
{
    u64 plan = plan_source.bytes ? physical_of(plan_source.bytes) : 0;
    const struct interval used[] = {{physical_of(image_start), physical_of(image_end)},
                                    {page_down(plan), page_up(plan + plan_source.size)}};
    const struct hvm_memmap_table_entry *map = at_physical(info->memmap_paddr);
    u64 end = 0;
    for (u32 i = 0; i < info->memmap_entries; i++) {
        if (map[i].type != XEN_HVM_MEMMAP_TYPE_RAM)
            continue;
        u64 map_end = limited(map[i].addr + map[i].size);
        domain.memory += map[i].size;
        add_free(map[i].addr, map_end, used, 2);
        end = map_end > end ? map_end : end;
    }
    return end;
}

static void *shared_page(void)
{
    void *page = memory_pages(1);
    if (!page)
        return NULL;
    return paging_place_pvh(page, XENMAPSPACE_shared_info, 0, WINDOW_SHARED_INFO) ? page : NULL;
}

static void *ring_page(u64 frame)
{
    void *page = memory_pages(1);
    return frame && page && paging_window(page, frame) ? page : NULL;
}

void domain_start_pvh(u64 at)
{
    const struct hvm_start_info *info = at_physical(at);
    if (at >= MAPPED || info->magic != XEN_HVM_START_MAGIC_VALUE || !find_hypercalls())
        __asm__ volatile("ud2"); /* not started by Xen: there is nobody to tell */
    if (info->cmdline_paddr && info->cmdline_paddr < MAPPED - COMMAND_LINE_MAX)
        command_line_read(at_physical(info->cmdline_paddr), COMMAND_LINE_MAX);
    find_module(info);
    domain.image_room = image_room(info, at);
    plan_source_find();
    if (!paging_start_pvh(add_ram(info)))
        platform_fatal("memory", "no room for page tables");
    domain.shared = shared_page();
    domain.console = ring_page(parameter(HVM_PARAM_CONSOLE_PFN));
    domain.console_port = (u32)parameter(HVM_PARAM_CONSOLE_EVTCHN);
    domain.store = ring_page(parameter(HVM_PARAM_STORE_PFN));
    domain.store_port = (u32)parameter(HVM_PARAM_STORE_EVTCHN);
    if (!domain.shared || !domain.store)
        platform_fatal("memory", "Xen gave no page for its shared information or for Xenstore");
}
