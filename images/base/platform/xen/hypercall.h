/*
 * Hypercalls. They return what Xen returns: 0 or more, or a negated error number (xen/errno.h).
 *
 * The page that is called holds the right instruction for PV and for PVH alike; Xen writes it.
 */
#pragma once

#define __XEN_INTERFACE_VERSION__ 0x00040e00
#include "types.h"

#include <xen/xen.h>

#define HYPERCALL(number, result, ...)                                                                      \
    __asm__ volatile("call hypercall_page + %c[offset]"                                                    \
                     : "=a"(result), ##__VA_ARGS__                                                         \
                     : [offset] "i"((number) * 32)                                                         \
                     : "rcx", "r11", "memory")

#define hypercall1(number, a)                                                                              \
    ({                                                                                                     \
        long result_;                                                                                      \
        u64 a_ = (u64)(a);                                                                                 \
        HYPERCALL(number, result_, "+D"(a_));                                                              \
        result_;                                                                                           \
    })

#define hypercall2(number, a, b)                                                                           \
    ({                                                                                                     \
        long result_;                                                                                      \
        u64 a_ = (u64)(a), b_ = (u64)(b);                                                                  \
        HYPERCALL(number, result_, "+D"(a_), "+S"(b_));                                                    \
        result_;                                                                                           \
    })

#define hypercall3(number, a, b, c)                                                                        \
    ({                                                                                                     \
        long result_;                                                                                      \
        u64 a_ = (u64)(a), b_ = (u64)(b), c_ = (u64)(c);                                                   \
        HYPERCALL(number, result_, "+D"(a_), "+S"(b_), "+d"(c_));                                          \
        result_;                                                                                           \
    })

#define hypercall4(number, a, b, c, d)                                                                     \
    ({                                                                                                     \
        long result_;                                                                                      \
        u64 a_ = (u64)(a), b_ = (u64)(b), c_ = (u64)(c);                                                   \
        register u64 d_ __asm__("r10") = (u64)(d);                                                         \
        HYPERCALL(number, result_, "+D"(a_), "+S"(b_), "+d"(c_), "+r"(d_));                                \
        result_;                                                                                           \
    })
