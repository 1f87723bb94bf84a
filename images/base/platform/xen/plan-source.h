/*
 * The Plan's bytes: behind the image, where the packer put them and the note says, or the boot module.
 */
#pragma once

#include "types.h"

/* ELF note, owner "clickforge", type 1: read and written by the packer. */
#define CLICKFORGE_NOTE_OWNER "clickforge"
#define CLICKFORGE_NOTE_TYPE 1u
#define CLICKFORGE_NOTE_FORMAT 1u

struct clickforge_note {
    u32 format;
    u32 plan_version; /* of the Plans this image runs */
    u64 abi;          /* element_abi */
    u64 plan_address; /* virtual, page-aligned, behind .bss */
    u64 plan_size;    /* 0: no Plan is embedded */
    char version[32];
};

struct plan_source {
    const void *bytes; /* NULL: there is none, `fault` says why */
    u64 size;
    const char *fault;
};

extern struct plan_source plan_source;

/* Looks where the Plan is. Its content is not looked at. */
void plan_source_find(void);
