/* The router's own handlers: those of no element. */
#include "flat.h"
#include "parse.h"
#include "platform.h"
#include "router.h"
#include "root.h"

static void read_version(struct element *root, struct text *out)
{
    (void)root;
    text_string(out, CLICKFORGE_VERSION);
}

static void read_list(struct element *root, struct text *out)
{
    const struct router *router = root->router;
    text_unsigned(out, router->element_count);
    text_char(out, '\n');
    for (u32 i = 0; i < router->element_count; i++) {
        element_text_name(&router->elements[i], out);
        text_char(out, '\n');
    }
}

static void read_classes(struct element *root, struct text *out)
{
    (void)root;
    for (u32 i = 0; i < element_class_count; i++) {
        text_string(out, CLASS(CLASS_AT(i), name));
        text_char(out, '\n');
    }
}

static void read_flatconfig(struct element *root, struct text *out)
{
    flat_write(root->router, out);
}

static void read_requirements(struct element *root, struct text *out)
{
    (void)root; /* settled when the Plan was made */
    (void)out;
}

static void read_handlers(struct element *root, struct text *out)
{
    handler_list(root, out);
}

static void read_digest(struct element *root, struct text *out)
{
    const u8 *digest = root->router->plan->digest;
    for (u32 i = 0; i < 32; i++)
        text_hex(out, digest[i], 2);
}

static void read_memory(struct element *root, struct text *out)
{
    const struct packet_pool *pool = &root->router->pool;
    text_string(out, "packets ");
    text_unsigned(out, pool->capacity);
    text_string(out, "\npackets_used ");
    text_unsigned(out, pool->used);
    text_string(out, "\npacket_failures ");
    text_unsigned(out, pool->failures);
    text_string(out, "\npackets_lost ");
    text_unsigned(out, packet_pool_lost(pool));
    text_string(out, "\nbytes_left ");
    text_unsigned(out, platform_memory_left());
    text_char(out, '\n');
}

static bool write_stop(struct element *root, const char *value, u32 size, struct text *error)
{
    (void)value;
    (void)size;
    (void)error;
    router_stop(root->router);
    return true;
}

const struct handler root_handlers[] = {
    {.name = "version", .read = read_version},
    {.name = "list", .read = read_list},
    {.name = "classes", .read = read_classes},
    {.name = "config", .read = read_flatconfig},
    {.name = "flatconfig", .read = read_flatconfig},
    {.name = "requirements", .read = read_requirements},
    {.name = "handlers", .read = read_handlers},
    {.name = "digest", .read = read_digest},
    {.name = "memory", .read = read_memory},
    {.name = "stop", .write = write_stop},
};

const u32 root_handler_count = sizeof root_handlers / sizeof *root_handlers;
