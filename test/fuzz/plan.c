/* The Plan loader: whatever the bytes are, a Plan is refused with a reason or can be run. Its checksum is made right. */
#include "fuzz-router.h"

#include "crc.h"

#define SEALED offsetof(struct plan_header, size) /* the checksum covers what follows */

static void seal(u8 *plan, u64 size)
{
    struct plan_header *header = (struct plan_header *)plan;
    memcpy(header->magic, "CLKPLAN", sizeof header->magic);
    header->version = PLAN_VERSION;
    header->abi = element_abi;
    header->size = (u32)size;
    header->crc = crc32(plan + SEALED, size - SEALED);
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size)
{
    u8 *plan = aligned_alloc(64, (size + 64) / 64 * 64);
    memcpy(plan, bytes, size);
    if (size >= sizeof(struct plan_header))
        seal(plan, size);
    struct router *router = start_router(plan, size);
    if (router) {
        give_turns(router, 4);
        read_all_handlers(router);
    }
    end_router(router);
    free(plan);
    return 0;
}
