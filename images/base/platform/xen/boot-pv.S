/*
 * PV entry. Xen gives us long mode, flat segments, its own bootstrap page tables and stack;
 * rsi points to struct start_info.
 */
#include "layout.h"

.section .text.boot, "ax", @progbits
.globl boot_pv
boot_pv:
    cld
    rdtsc
    shl $32, %rdx
    or %rdx, %rax
    mov %rax, boot_tsc(%rip)
    lea stack_top(%rip), %rsp
    xor %ebp, %ebp
    mov %rsi, %rdi
    call start_pv
    ud2

.section .bss.boot, "aw", @nobits
.balign 8
.globl boot_tsc
boot_tsc:
    .skip 8
