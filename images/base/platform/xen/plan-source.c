#include "plan-source.h"

#include "domain.h"
#include "layout.h"
#include "plan.h"

/* Volatile: the packer changes it behind the compiler's back. */
static const volatile struct __attribute__((packed, aligned(4))) {
    u32 owner_size, size, type;
    char owner[(sizeof CLICKFORGE_NOTE_OWNER + 3) / 4 * 4];
    struct clickforge_note note;
} note __attribute__((section(".note.clickforge"), used)) = {
    .owner_size = sizeof CLICKFORGE_NOTE_OWNER,
    .size = sizeof(struct clickforge_note),
    .type = CLICKFORGE_NOTE_TYPE,
    .owner = CLICKFORGE_NOTE_OWNER,
    .note = {
        .format = CLICKFORGE_NOTE_FORMAT,
        .plan_version = PLAN_VERSION,
        .abi = ELEMENT_ABI,
        .plan_address = (u64)image_end,
        .plan_size = 0,
        .version = CLICKFORGE_VERSION,
    },
};

struct plan_source plan_source;

static void find_embedded(u64 address, u64 size)
{
    u64 room = VIRT_BASE + domain.image_room;
    if (address < (u64)image_end || address % PAGE || address >= room || size > room - address)
        plan_source.fault = "Plan: the image's note points outside the image";
    else
        plan_source = (struct plan_source){(const void *)address, size, NULL};
}

void plan_source_find(void)
{
    if (note.note.plan_size)
        find_embedded(note.note.plan_address, note.note.plan_size);
    else if (domain.module)
        plan_source = (struct plan_source){domain.module, domain.module_size, NULL};
    else
        plan_source.fault = "Plan: there is none, neither embedded in the image nor given as boot module";
}
