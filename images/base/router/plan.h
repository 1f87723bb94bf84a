/*
 * The Plan: the bytes a guest runs from, made by the host's compiler from a checked configuration.
 *
 * Little endian, read in place and never written. The strings begin with what only the host reads: the names of the
 * classes in use, by their numbers and separated by blanks, then the requirements, each behind a NUL; two NULs end it.
 * Every offset counts bytes from the Plan's first byte.
 * plan_check() (plan.c) accepts a Plan only when every offset, index and count in it is in range, so that
 * code behind it may follow them without looking again.
 */
#pragma once

#include "types.h"

#define PLAN_MAGIC "CLKPLAN\0"
#define PLAN_VERSION 1u
#define PLAN_NO_ELEMENT 0xffffu

struct plan_header {
    u8 magic[8];
    u32 version;
    u32 crc;       /* CRC-32 (IEEE, reflected) of the bytes from `size` to the Plan's end */
    u32 size;      /* of the whole Plan, this header included */
    u32 flags;     /* 0 */
    u64 abi;       /* element_abi of the base image whose classes and argument structs it was made for */
    u8 digest[32]; /* SHA-256 of the bytes behind this header: the configuration's identity */

    /* The body starts here (offset 64). */
    u32 element_count;
    u32 elements;     /* offset of struct plan_element[element_count] */
    u32 link_count;
    u32 links;        /* offset of struct plan_link[link_count] */
    u32 strings;      /* offset of the names and configuration strings, each stored once */
    u32 strings_size;
    u32 devices;      /* bit N: the configuration uses device (vif) N */
    u32 flat_size;    /* bytes of the flat configuration that root's flatconfig handler writes */
};

struct plan_element {
    u16 class;        /* index into element_classes[] of the base image */
    u16 ninputs;
    u16 noutputs;
    u16 name_size;
    u32 links;        /* index of its first input's link; those of its outputs follow the last input's */
    u32 args;         /* offset of its struct <Class>_args, 8-byte aligned; equal ones are stored once */
    u32 name;         /* offset of its name (inside the strings; not terminated) */
    u32 config;       /* offset of its configuration string (inside the strings; not terminated) */
    u32 config_size;
};

/* The other end of a port that starts transfers: a push output or a pull input. */
struct plan_link {
    u16 element;      /* PLAN_NO_ELEMENT: this port waits for the other end (push input, pull output) */
    u16 port;
};

static inline const struct plan_element *plan_elements(const struct plan_header *plan)
{
    return (const struct plan_element *)((const u8 *)plan + plan->elements);
}

static inline const struct plan_link *plan_links(const struct plan_header *plan)
{
    return (const struct plan_link *)((const u8 *)plan + plan->links);
}

/* Index of the first output's link. */
static inline u32 plan_outputs(const struct plan_element *element)
{
    return element->links + element->ninputs;
}

/* Bytes elsewhere in the Plan: a string, or an array of records of a type that the argument names. */
struct plan_bytes {
    u32 offset;
    u32 size;         /* bytes */
};

_Static_assert(sizeof(struct plan_header) == 96, "Plan header layout");
_Static_assert(sizeof(struct plan_element) == 28, "Plan element layout");
_Static_assert(sizeof(struct plan_link) == 4, "Plan link layout");
