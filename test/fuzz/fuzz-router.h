/* A router in a fuzzer's process: it has devices without traffic, writes no file, and never ends the process. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "host.h"
#include "input.h"
#include "platform.h"
#include "router.h"

/* The fuzzer decides when a run is over. */
void platform_stop(void);
void platform_stop(void)
{
}

bool __wrap_platform_save(const char *name, u32 name_size, bool append, const char *bytes, u32 size, struct text *error);
bool __wrap_platform_save(const char *name, u32 name_size, bool append, const char *bytes, u32 size, struct text *error)
{
    (void)name, (void)name_size, (void)append, (void)bytes, (void)size;
    text_string(error, "no files here");
    return false;
}

void __wrap_platform_answer(const char *bytes, u32 size);
void __wrap_platform_answer(const char *bytes, u32 size)
{
    u8 sum = 0;
    for (u32 i = 0; i < size; i++)
        sum += (u8)bytes[i];
    __asm__ volatile("" : : "r"(sum));
}

/* NULL: the Plan was refused. Ends the process when it was refused without a reason. */
static inline struct router *start_router(const void *plan, u64 size)
{
    static char reason[512];
    struct text error = TEXT_IN(reason);
    struct options none = {0};
    const struct plan_header *header = plan;
    console_quiet(true);
    time_seed(1);
    memory_limit(ARENA_MOST);
    u64 wall = devices_open(&none, size >= sizeof *header ? header->devices : 0, 0);
    struct router *router = router_start(plan, size, &error);
    if (router)
        devices_start(wall, &router->pool);
    else if (!error.size || memchr(error.bytes, '\n', error.size)) {
        fprintf(stderr, "refused: '%.*s'\n", (int)error.size, error.bytes);
        abort();
    }
    return router;
}

/* `router`: NULL if its Plan was refused */
static inline void end_router(const struct router *router)
{
    if (router && packet_pool_lost(&router->pool))
        abort();
    arena_reset(router ? &router->pool : NULL);
}

static inline void give_turns(struct router *router, u32 turns)
{
    while (turns-- && router_run(router))
        time_turn();
}

/* Which of the handlers that share a name is meant; false: there is none. */
static inline bool choose_handler(struct element *element, const struct handler *handler, u32 choice)
{
    const char *ports = strchr(handler->name, '#');
    u32 count = 1;
    if (ports)
        count = ports[1] == 'i' ? element->ninputs : element->noutputs;
    for (const char *at = strchr(handler->name, '|'); at; at = strchr(at + 1, '|'))
        count++;
    element->router->handler_number = count ? choice % count : 0;
    return count;
}

static inline void read_all_handlers(struct router *router)
{
    static char bytes[1 << 16];
    for (u32 i = 0; i < router->element_count; i++) {
        struct element *element = &router->elements[i];
        for (u32 j = 0; j < element->class->handler_count; j++) {
            const struct handler *handler = &element->class->handlers[j];
            struct text out = TEXT_IN(bytes);
            if (handler_readable(handler) && choose_handler(element, handler, j))
                handler_read(element, handler, "", 0, &out);
        }
    }
}
