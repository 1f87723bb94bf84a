/*
 * Constant tables in half the room. The Xen guest lies in the last 2 GB of the addresses (-mcmodel=kernel): there the
 * tables of all classes and handlers are made anew with pointers of 32 bits, from those that the elements define, which
 * the linker then leaves out. Elsewhere they are those.
 */
#pragma once

#include "types.h"

#ifdef CLICKFORGE_PACKED

/* A pointer is the sign-extended number. As in struct handler and struct element_class, which say what they mean. */
struct packed_handler {
    i32 name, read, write;
};

struct packed_class {
    i32 name, codes, bytes_fields, handlers, start, ready, action, push, pull, extras;
    u32 state_size;
    u16 args_size;
    u8 bytes_count, handler_count;
    i8 phase;
    bool idle_output;
};

_Static_assert(sizeof(struct packed_class) == 52, "as PACK_CLASS lays it out");

#define UNPACK(kind, packed, member) ((__typeof__(((struct kind *)0)->member))(intptr_t)(packed)->member)

#define PACK_POINTER(operand) ".reloc ., R_X86_64_32S, %c" #operand "\n.long 0\n"

/* For one function that is compiled with link-time optimization: it sees all tables and turns them into constants. */
#define PACK_SECTION(section, label)                                                                                   \
    __asm__ volatile(".pushsection " section ",\"a\",@progbits\n.balign 4\n.globl " label "\n" label ":\n.popsection")

#define PACK_HANDLER(section, handler)                                                                                 \
    __asm__ volatile(".pushsection " section ",\"a\",@progbits\n" PACK_POINTER(0) PACK_POINTER(1) PACK_POINTER(2)      \
                     ".popsection" ::"i"((handler).name), "i"((handler).read), "i"((handler).write))

#define PACK_CLASS(section, class, handlers)                                                                           \
    __asm__ volatile(".pushsection " section ",\"a\",@progbits\n" PACK_POINTER(0) PACK_POINTER(1) PACK_POINTER(2)      \
                     ".reloc ., R_X86_64_32S, " handlers "\n.long 0\n" PACK_POINTER(3) PACK_POINTER(4) PACK_POINTER(5) \
                     PACK_POINTER(6) PACK_POINTER(7) PACK_POINTER(8)                                                   \
                     ".long %c9\n.short %c10\n.byte %c11, %c12, %c13, %c14\n.balign 4\n.popsection" ::                 \
                     "i"((class).name), "i"((class).codes), "i"((class).bytes_fields), "i"((class).start),             \
                     "i"((class).ready), "i"((class).action), "i"((class).push), "i"((class).pull),                    \
                     "i"((class).extras), "i"((class).state_size), "i"((class).args_size), "i"((class).bytes_count),    \
                     "i"((class).handler_count), "i"((class).phase), "i"((class).idle_output))

extern const struct packed_class packed_classes[];

#define CLASS_AT(index) (&packed_classes[index])

#else

#define packed_handler handler
#define packed_class element_class
#define UNPACK(kind, packed, member) ((packed)->member)
#define CLASS_AT(index) (element_classes[index])

#endif
