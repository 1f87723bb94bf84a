/*
 * Where the processor (PVH) or Xen (PV) enters after a fault. Every fault ends the run, so nothing is kept but
 * the frame that says what happened. One entry a vector, TRAP_STEP bytes apart; Xen's frame has rcx and r11 on
 * top of the processor's, so a PV entry takes those off and goes on as the other.
 */
#include "traps.h"

.section .text.traps, "ax", @progbits

.macro trap vector
    .balign TRAP_STEP
    pop %rcx                     /* PV enters here */
    pop %r11
    .if ((TRAPS_WITH_CODE >> \vector) & 1) == 0 /* and PVH here, TRAP_PVH bytes behind */
    push $0
    .endif
    push $\vector
    jmp trap
.endm

.balign TRAP_STEP
.globl traps
traps:
.set vector, 0
.rept TRAP_COUNT
    trap vector
    .set vector, vector + 1
.endr

trap:
    cld
    mov %rsp, %rdi
    and $-16, %rsp
    call fault
    ud2
