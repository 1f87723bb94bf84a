/* Plans bent at random, their checksum made right again: each is refused with a reason or can be run. */
#include "check.h"

#include "crc.h"

static void seal(u8 *plan, u64 size)
{
    struct plan_header *header = (struct plan_header *)plan;
    header->crc = crc32(plan + offsetof(struct plan_header, size), size - offsetof(struct plan_header, size));
}

/* One to four changes: a byte, or a whole 16 or 32-bit number with a value that is often a border of something. */
static void bend(u8 *plan, u64 size)
{
    static const u32 values[] = {0, 1, 2, 3, 7, 8, 0x7fff, 0xfffe, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff};
    u32 changes = 1 + (u32)(platform_random() % 4);
    while (changes--) {
        u64 at = 16 + platform_random() % (size - 16);
        u32 value = values[platform_random() % (sizeof values / sizeof *values)];
        if (platform_random() % 3 == 0)
            plan[at] = (u8)platform_random();
        else if (platform_random() % 2 && at % 2 == 0 && at + 2 <= size)
            store16(plan + at, (u16)(platform_random() % 4 ? value : load16(plan + at) + value % 3 - 1));
        else if (at + 4 <= size)
            store32(plan + (at & ~(u64)3), platform_random() % 2 ? value : load32(plan + (at & ~(u64)3)) + value % 17 - 8);
    }
}

static void read_handler(struct element *element, const char *name, u32 size, struct text *out)
{
    struct handler handler;
    CHECK(handler_find(element, name, size, &handler));
    if (handler_readable(&handler))
        handler_read(element, &handler, "1", 1, out);
}

/* Every one that the element says it has. */
static void read_handlers(struct element *element, struct text *out)
{
    handler_list(element, out);
    u32 size = out->size;
    for (u32 start = 0, end; start < size; start = end + 1) {
        const char *tab = memchr(out->bytes + start, '\t', size - start);
        const char *line = memchr(tab, '\n', (u32)(out->bytes + size - tab));
        read_handler(element, out->bytes + start, (u32)(tab - out->bytes) - start, out);
        end = (u32)(line - out->bytes);
    }
    out->size = 0;
}

/* Some turns, with every handler read in between. */
static void run(struct router *router)
{
    struct text out = {malloc(1 << 20), 0, 1 << 20, false};
    for (u32 turn = 0; turn < 4; turn++) {
        router_run(router);
        devices_poll(platform_now());
        time_turn();
    }
    for (u32 i = 0; i < router->element_count; i++)
        read_handlers(&router->elements[i], &out);
    free(out.bytes);
}

int main(int count, char **arguments)
{
    u64 size, accepted = 0, refused = 0;
    CHECK(count == 4);
    u8 *plan = read_file(arguments[1], &size);
    u64 rounds = strtoull(arguments[2], NULL, 10);
    struct options options = {.inputs = {arguments[3]}};
    u8 *bent = aligned_alloc(64, (size + 63) / 64 * 64);
    console_quiet(true);
    memory_limit(8 << 20);
    u64 wall = devices_open(&options, 3, 0);
    CHECK(start(plan, size));
    for (u64 i = 0; i < rounds; i++) {
        char reason[512];
        struct text error = TEXT_IN(reason);
        memcpy(bent, plan, size);
        time_seed(i);
        bend(bent, size);
        seal(bent, size);
        memory_limit(1 << 20);
        struct router *router = router_start(bent, size, &error);
        CHECK(router || (error.size && !memchr(error.bytes, '\n', error.size)));
        if (router) {
            devices_start(wall, &router->pool);
            run(router);
            accepted++;
        } else {
            refused++;
        }
        memory_release();
    }
    CHECK(accepted && refused);
    return 0;
}
