/*
 * Where things are: the image's parts (image.lds) and how addresses relate.
 *
 * Domain memory is mapped at VIRT_BASE + physical address, so both are known from each other without a table.
 * "Physical" is what the domain sees; a frame is what Xen and other domains are told: for PV the machine frame.
 */
#pragma once

#define VIRT_BASE 0xffffffff80000000
#define PAGE_BITS 12
#define PAGE 4096
#define REGION_BITS 21
#define REGION 0x200000 /* what one lowest-level page table maps */
#define STACK_SIZE 0x8000

#ifndef __ASSEMBLER__

#include "types.h"

extern const char image_start[], text_start[], text_end[], image_end[];
extern char stack_guard[], stack_top[];

static inline void *at_physical(u64 physical)
{
    return (void *)(VIRT_BASE + physical);
}

static inline u64 physical_of(const void *address)
{
    return (u64)address - VIRT_BASE;
}

static inline u64 page_up(u64 value)
{
    return (value + PAGE - 1) & ~(u64)(PAGE - 1);
}

static inline u64 page_down(u64 value)
{
    return value & ~(u64)(PAGE - 1);
}

#endif
