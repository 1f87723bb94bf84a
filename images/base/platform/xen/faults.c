#include "faults.h"

#include "domain.h"
#include "hypercall.h"
#include "layout.h"
#include "memory.h"
#include "platform.h"
#include "random.h"
#include "text.h"
#include "traps.h"

#define PAGE_FAULT 14

/* What one call of an element, a script or a handler may take below the floor, its words to the log included. */
#define STACK_RESERVE 0x2000

u64 platform_stack_floor = (u64)stack_guard + PAGE + STACK_RESERVE;

#define CODE_PRESENT 0x1u
#define CODE_WRITE 0x2u
#define CODE_FETCH 0x10u

static const char *const names[TRAP_COUNT] = {
    [0] = "division error", [1] = "debug trap", [2] = "non-maskable interrupt", [3] = "breakpoint", [4] = "overflow",
    [5] = "bound range exceeded", [6] = "invalid instruction", [7] = "no floating point unit", [8] = "double fault",
    [10] = "invalid task segment", [11] = "segment not present", [12] = "stack segment fault",
    [13] = "general protection fault", [14] = "page fault", [16] = "floating point error", [17] = "alignment fault",
    [18] = "machine check", [19] = "vector floating point error", [21] = "control protection fault",
};

static const char *place(u64 address)
{
    if (address < PAGE)
        return "the null page";
    if (address >= (u64)stack_guard && address < (u64)stack_guard + PAGE)
        return "the guard page under the stack";
    if (address < VIRT_BASE || address >= VIRT_BASE + domain.memory)
        return "no memory of this domain";
    switch (memory_use(address)) {
    case PAGE_CODE:
        return "code";
    case PAGE_READ_ONLY:
        return "read-only data";
    default:
        return "data";
    }
}

static u64 fault_address(void)
{
    u64 address;
    if (domain.pv)
        return domain.shared ? domain.shared->vcpu_info[0].arch.cr2 : 0;
    __asm__ volatile("mov %%cr2, %0" : "=r"(address));
    return address;
}

static void describe_page_fault(const struct fault_frame *frame, struct text *what)
{
    u64 address = fault_address();
    const char *access = frame->code & CODE_WRITE ? ": write to " : ": read of ";
    text_string(what, frame->code & CODE_FETCH ? ": execution of " : access);
    text_string(what, place(address));
    text_string(what, " at 0x");
    text_hex(what, address, 16);
}

void fault(const struct fault_frame *frame)
{
    /* One byte more than the texts take: strings end in a zero. */
    char bytes[256] = "", where_bytes[64] = "";
    struct text what = {bytes, 0, sizeof bytes - 1, false}, where = {where_bytes, 0, sizeof where_bytes - 1, false};
    u32 vector = frame->vector % TRAP_COUNT;
    text_string(&what, names[vector] ? names[vector] : "unknown fault");
    if (vector == PAGE_FAULT)
        describe_page_fault(frame, &what);
    text_string(&what, ", stack 0x");
    text_hex(&what, frame->rsp, 16);
    text_string(&where, "instruction 0x");
    text_hex(&where, frame->rip, 16);
    platform_fatal(where_bytes, bytes);
}

/* Calls of the compiler's stack protector; the value stands between a function's arrays and its return address. */
u64 __stack_chk_guard;

_Noreturn void __stack_chk_fail(void);
_Noreturn void __stack_chk_fail(void)
{
    char bytes[64] = "";
    struct text where = {bytes, 0, sizeof bytes - 1, false};
    text_string(&where, "function that returns to 0x");
    text_hex(&where, (u64)__builtin_return_address(0), 16);
    platform_fatal(bytes, "a value on the stack was overwritten");
}

__attribute__((no_stack_protector)) void faults_guard_stack(void)
{
    random_start();
    /* A zero byte: a string that runs over its end cannot carry on with the right value. */
    __stack_chk_guard = platform_random() & ~0xffull;
}

static void start_pv_traps(void)
{
    static struct trap_info table[TRAP_COUNT + 1];
    for (u32 vector = 0; vector < TRAP_COUNT; vector++)
        table[vector] = (struct trap_info){(u8)vector, 0, FLAT_KERNEL_CS, (u64)traps + vector * TRAP_STEP};
    hypercall1(__HYPERVISOR_set_trap_table, table);
}

/* PVH: the processor's own tables. Faults have a stack of their own, as the fault may be the stack's. */
#define FAULT_STACK 8192
#define GATE_PRESENT_INTERRUPT 0x8e
#define SEGMENT_TASK 0x89ull
#define SELECTOR_CODE 8
#define SELECTOR_TASK 24

extern u64 pvh_gdt[];

struct gate {
    u16 low, selector;
    u8 stack, type;
    u16 middle;
    u32 high, reserved;
};

struct __attribute__((packed)) task_segment {
    u32 reserved0;
    u64 stacks[3], reserved1, fault_stacks[7], reserved2;
    u16 reserved3, io_map;
};

struct __attribute__((packed)) table_register {
    u16 limit;
    u64 base;
};

static void start_task_segment(void)
{
    static struct task_segment segment;
    static _Alignas(16) char stack[FAULT_STACK];
    u64 base = (u64)&segment;
    segment.fault_stacks[0] = (u64)stack + sizeof stack;
    segment.io_map = sizeof segment;
    u64 *descriptor = pvh_gdt + SELECTOR_TASK / 8;
    descriptor[0] = (sizeof segment - 1) | (base & 0xffffff) << 16 | SEGMENT_TASK << 40 | (base >> 24 & 0xff) << 56;
    descriptor[1] = base >> 32;
    __asm__ volatile("ltr %w0" : : "r"(SELECTOR_TASK));
}

static void start_pvh_traps(void)
{
    static struct gate table[TRAP_COUNT];
    for (u32 vector = 0; vector < TRAP_COUNT; vector++) {
        u64 entry = (u64)traps + vector * TRAP_STEP + TRAP_PVH;
        table[vector] = (struct gate){(u16)entry, SELECTOR_CODE, 1, GATE_PRESENT_INTERRUPT,
                                      (u16)(entry >> 16), (u32)(entry >> 32), 0};
    }
    start_task_segment();
    struct table_register tables = {sizeof table - 1, (u64)table};
    __asm__ volatile("lidt %0" : : "m"(tables));
}

void faults_start(void)
{
    if (domain.pv)
        start_pv_traps();
    else
        start_pvh_traps();
}
