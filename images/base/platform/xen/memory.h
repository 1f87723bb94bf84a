/*
 * Domain memory: free ranges, who takes from them, and what each page of the image may be used for.
 *
 * All memory is taken at start and kept for the run. Running out is a plain NULL. What Xen has not mapped yet as
 * PV is mapped when it is taken; the packet pool gets that part only when the router runs, as it takes time.
 */
#pragma once

#include "types.h"

struct packet_pool;

/* Gives [start, end), page-aligned virtual addresses, to those who ask. */
void memory_add(u64 start, u64 end);

/* Pages for rings, buffers and tables, in a row, content undefined; from the small ranges first. */
void *memory_pages(u64 count);

/* Free bytes in all ranges. */
u64 memory_free(void);

/* Gives the pool more of what nobody took at start, a piece a call; false: that was all. */
bool memory_feed(struct packet_pool *pool);

enum page_use { PAGE_NONE, PAGE_DATA, PAGE_READ_ONLY, PAGE_CODE };

/* What the page at that virtual address may be used for. */
enum page_use memory_use(u64 address);

/* The first page at or behind that one which is of another use than data; ~0: there is none. */
u64 memory_special(u64 page);

/* Whether any page of the 2 MB region at that address is of another use than data. */
bool memory_region_mixed(u64 region);
