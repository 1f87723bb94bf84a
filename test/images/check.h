/* What the C tests share: a check that names its line, random numbers that are the same in every run, a file. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "platform.h"
#include "router.h"

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            exit(1); \
        } \
    } while (0)

/* Tests give turns by themselves. */
void platform_stop(void);
void platform_stop(void)
{
}

static inline void *read_file(const char *name, u64 *size)
{
    FILE *file = fopen(name, "rb");
    CHECK(file);
    fseek(file, 0, SEEK_END);
    *size = (u64)ftell(file);
    rewind(file);
    void *bytes = aligned_alloc(64, (*size + 64) / 64 * 64);
    CHECK(fread(bytes, 1, *size, file) == *size);
    fclose(file);
    return bytes;
}

/* A run of clickforge-run without its loop. */
static inline struct router *start(const void *plan, u64 size)
{
    static char reason[512];
    struct text error = TEXT_IN(reason);
    struct router *router = router_start(plan, size, &error);
    if (!router)
        fprintf(stderr, "%.*s\n", (int)error.size, error.bytes);
    return router;
}
