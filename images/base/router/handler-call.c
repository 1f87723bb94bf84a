#include "parse.h"
#include "router.h"

static bool expected(struct text *error, const char *what)
{
    text_string(error, "expected ");
    text_string(error, what);
    return false;
}

bool handler_write_bool(const char *value, u32 size, bool *result, struct text *error)
{
    return parse_bool(value, size, result) || expected(error, "boolean");
}

bool handler_write_unsigned(const char *value, u32 size, u64 max, u64 *result, struct text *error)
{
    return parse_unsigned(value, size, max, result) || expected(error, "unsigned integer");
}

bool handler_write_signed(const char *value, u32 size, i64 min, i64 max, i64 *result, struct text *error)
{
    return parse_signed(value, size, min, max, result) || expected(error, "integer");
}

bool handler_write_ip(const char *value, u32 size, u8 address[4], struct text *error)
{
    return parse_ip(value, size, address) || expected(error, "IP address");
}

bool handler_write_ethernet(const char *value, u32 size, u8 address[6], struct text *error)
{
    return parse_ethernet(value, size, address) || expected(error, "Ethernet address");
}

bool handler_write_ether_type(const char *value, u32 size, u16 *type, struct text *error)
{
    u64 number;
    if (!parse_unsigned(value, size, 0xffff, &number))
        return expected(error, "Ethernet type");
    *type = (u16)number;
    return true;
}

static bool find(struct router *router, const char *name, u32 size, struct handler_call *call)
{
    u32 dot = 0;
    while (dot < size && name[dot] != '.')
        dot++;
    call->element = dot == size ? &router->root : router_find(router, name, dot);
    u32 start = dot == size ? 0 : dot + 1;
    return call->element && handler_find(call->element, name + start, size - start, &call->handler) &&
           call->handler.write;
}

bool handler_call_find(struct router *router, const char *text, u32 size, struct handler_call *call,
                       struct text *error)
{
    struct words words = {text, text + size};
    const char *name, *word;
    u32 name_size, word_size;
    *call = (struct handler_call){.value = ""};
    if (!parse_word(&words, &name, &name_size) || !find(router, name, name_size, call)) {
        text_string(error, "no write handler '");
        text_bytes(error, name, name_size);
        text_char(error, '\'');
        return false;
    }
    call->number = router->handler_number;
    if (parse_word(&words, &word, &word_size)) {
        call->value = word;
        call->size = (u32)(text + size - word);
    }
    return true;
}

void handler_call_run(struct router *router, const struct handler_call *call)
{
    char reason[128];
    struct text error = TEXT_IN(reason);
    router->handler_number = call->number;
    if (call->handler.write(call->element, call->value, call->size, &error))
        return;
    struct text *log = router_log(router);
    element_describe(call->element, log);
    text_string(log, ": ");
    text_bytes(log, error.bytes, error.size);
    router_log_end(router);
}
