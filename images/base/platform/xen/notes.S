/* What Xen's domain builders read of this image: where to enter it, as PV and as PVH. */
#include <xen/elfnote.h>
#include "layout.h"

.macro note type, size
    .balign 4
    .long 4, \size, \type
    .asciz "Xen"
.endm

.macro note_string type, string
    note \type, 2f - 1f
1:  .asciz "\string"
2:  .balign 4
.endm

.macro note_address type, value
    note \type, 8
    .quad \value
.endm

.section .note.xen, "a", @note
    note_string XEN_ELFNOTE_GUEST_OS, "clickforge"
    note_string XEN_ELFNOTE_GUEST_VERSION, CLICKFORGE_VERSION
    note_string XEN_ELFNOTE_XEN_VERSION, "xen-3.0"
    note_string XEN_ELFNOTE_LOADER, "generic"
    note_string XEN_ELFNOTE_PAE_MODE, "yes"
    note_string XEN_ELFNOTE_FEATURES, "!writable_page_tables|pae_pgdir_above_4gb"
    note_address XEN_ELFNOTE_VIRT_BASE, VIRT_BASE
    note_address XEN_ELFNOTE_ENTRY, boot_pv
    note_address XEN_ELFNOTE_HYPERCALL_PAGE, hypercall_page
    note XEN_ELFNOTE_PHYS32_ENTRY, 4
    .long boot_pvh - VIRT_BASE

.section hypercalls, "ax", @nobits
.globl hypercall_page
hypercall_page:
    .skip PAGE

/* Overrunning the stack hits the guard page, which is not mapped. */
.section .stack, "aw", @nobits
.globl stack_guard
stack_guard:
    .skip PAGE
    .skip STACK_SIZE
.globl stack_top
stack_top:
