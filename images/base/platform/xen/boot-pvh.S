/*
 * PVH entry: 32-bit protected mode, flat segments, no paging; ebx holds the physical address of struct
 * hvm_start_info. Goes to long mode with the first gigabyte mapped at VIRT_BASE; what may be written or run is
 * settled page by page in paging-pvh.c before anything from outside is looked at.
 */
#include "layout.h"

#define PRESENT_WRITABLE 0x3
#define LARGE 0x80
#define MSR_EFER 0xc0000080
#define EFER_LME_NXE 0x900
#define CR4_PAE 0x20
#define CR0_PG_WP_PE 0x80010001
#define SELECTOR_CODE 8
#define SELECTOR_DATA 16

.section .text.boot, "ax", @progbits
.code32
.globl boot_pvh
boot_pvh:
    cld
    rdtsc
    mov %eax, boot_tsc - VIRT_BASE
    mov %edx, boot_tsc - VIRT_BASE + 4

    /* The same tables serve the code below 1 GB that is running now, until the entry at 0 is taken away. */
    movl $(pvh_l3 - VIRT_BASE + PRESENT_WRITABLE), pvh_l4 - VIRT_BASE + 511 * 8
    movl $(pvh_l3 - VIRT_BASE + PRESENT_WRITABLE), pvh_l4 - VIRT_BASE
    movl $(pvh_l2 - VIRT_BASE + PRESENT_WRITABLE), pvh_l3 - VIRT_BASE + 510 * 8
    movl $(pvh_l2 - VIRT_BASE + PRESENT_WRITABLE), pvh_l3 - VIRT_BASE
    mov $(pvh_l2 - VIRT_BASE), %edi
    mov $(PRESENT_WRITABLE + LARGE), %eax
1:  mov %eax, (%edi)
    add $8, %edi
    add $REGION, %eax
    cmp $(0x40000000 + PRESENT_WRITABLE + LARGE), %eax
    jne 1b

    mov $CR4_PAE, %eax
    mov %eax, %cr4
    mov $(pvh_l4 - VIRT_BASE), %eax
    mov %eax, %cr3
    mov $MSR_EFER, %ecx
    rdmsr
    or $EFER_LME_NXE, %eax
    wrmsr
    mov $CR0_PG_WP_PE, %eax
    mov %eax, %cr0
    lgdt pvh_gdtr_low - VIRT_BASE
    ljmp $SELECTOR_CODE, $(boot_pvh_long - VIRT_BASE)

.code64
boot_pvh_long:
    movabs $boot_pvh_high, %rax
    jmp *%rax
boot_pvh_high:
    lgdt pvh_gdtr(%rip)
    mov $SELECTOR_DATA, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    xor %eax, %eax
    mov %eax, %fs
    mov %eax, %gs
    lldt %ax
    movq $0, pvh_l4(%rip)
    movq $0, pvh_l3(%rip)
    mov %cr3, %rax
    mov %rax, %cr3
    lea stack_top(%rip), %rsp
    xor %ebp, %ebp
    mov %ebx, %edi
    call start_pvh
    ud2

.section .rodata.boot, "a", @progbits
pvh_gdtr_low:
    .word pvh_gdt_end - pvh_gdt - 1
    .long pvh_gdt - VIRT_BASE
pvh_gdtr:
    .word pvh_gdt_end - pvh_gdt - 1
    .quad pvh_gdt

/* Writable: the processor marks the task segment as busy. faults.c fills its descriptor in. */
.section .data.boot, "aw", @progbits
.balign 8
.globl pvh_gdt
pvh_gdt:
    .quad 0
    .quad 0x00af9b000000ffff /* code, 64-bit */
    .quad 0x00cf93000000ffff /* data */
    .quad 0, 0               /* task segment */
pvh_gdt_end:

.section .bss.tables, "aw", @nobits
.balign PAGE
.globl pvh_l4, pvh_l3, pvh_l2
pvh_l4: .skip PAGE
pvh_l3: .skip PAGE
pvh_l2: .skip PAGE
