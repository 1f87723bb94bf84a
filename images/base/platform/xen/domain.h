/*
 * What a domain is told at its start, the same for PV (domain-pv.c) and PVH (domain-pvh.c).
 */
#pragma once

#include "types.h"

struct shared_info;
struct start_info;
struct xencons_interface;
struct xenstore_domain_interface;

struct domain {
    bool pv;
    u64 memory;     /* bytes of RAM */
    u64 image_room; /* physical address up to which what is loaded belongs to the image */
    struct shared_info *shared;
    struct xencons_interface *console;
    struct xenstore_domain_interface *store;
    u32 console_port, store_port;
    const void *module; /* the boot module (ramdisk); NULL: none */
    u64 module_size;
};

extern struct domain domain;

/* Reads the start information, gives free memory to memory.c and protects the image. */
void domain_start_pv(const struct start_info *info);
void domain_start_pvh(u64 info);
