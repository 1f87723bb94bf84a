/* The handlers of Script and DriverManager. */
#include "bytes.h"
#include "handler.h"
#include "parse.h"
#include "script.h"

bool script_write_step(struct element *element, const char *value, u32 size, struct text *error)
{
    i64 steps = 1;
    bool router = parse_equal(value, size, "router");
    if (size && !router && !handler_write_signed(value, size, 0, INT32_MAX, &steps, error))
        return false;
    return script_call(element, (i32)steps, router ? SCRIPT_BY_ROUTER : SCRIPT_BY_HANDLER, error);
}

bool script_write_goto(struct element *element, const char *value, u32 size, struct text *error)
{
    struct script *script = element->state;
    u32 at = 0;
    for (; at < script->count; at++) {
        const struct script_instruction *label = &script->instructions[at];
        if (label->code == SCRIPT_LABEL && label->name_size == size &&
            memcmp(script_name(script, label), value, size) == 0)
            break;
    }
    if (at == script->count && (parse_equal(value, size, "begin") || parse_equal(value, size, "loop")))
        at = 0;
    if (at == script->count) {
        text_string(error, "jump to nonexistent label");
        return false;
    }
    script_jump(script, at, script->count);
    return script->running || script_call(element, 0, SCRIPT_BY_HANDLER, error);
}

/* From the beginning; what the script returns is appended to `out`, where that is not NULL. */
static bool run(struct element *element, const char *value, u32 size, struct text *out, struct text *error)
{
    struct script *script = element->state;
    u32 length;
    script->handler = "run";
    script->writes = !out;
    script->position = 0;
    if (!script_set(script, "args", 4, value, size))
        script_set(script, "args", 4, "", 0);
    bool good = script->running || script_call(element, 0, SCRIPT_BY_HANDLER, error);
    const char *result = script_returned(script, &length);
    if (out && result)
        text_bytes(out, result, length);
    return out ? script_stands_at(script) != SCRIPT_ERROR : good;
}

bool script_query_run(struct element *element, const char *parameter, u32 size, struct text *out)
{
    return run(element, parameter, size, out, NULL);
}

bool script_write_run(struct element *element, const char *value, u32 size, struct text *error)
{
    return run(element, value, size, NULL, error);
}

bool script_write_set(struct element *element, const char *value, u32 size, struct text *error)
{
    struct words words = {value, value + size};
    const char *name;
    u32 name_size;
    if (!script_word(&words, &name, &name_size))
        text_string(error, "no variable");
    else if (!script_set(element->state, name, name_size, words.next, (u32)(words.end - words.next)))
        text_string(error, "no room for a variable of this size");
    return !error->size;
}

bool script_query_function(struct element *element, const char *parameter, u32 size, struct text *out)
{
    return script_function(element, element->router->handler_number, parameter, size, out);
}

void script_read_drops(struct element *element, struct text *out)
{
    const struct script *script = element->state;
    text_unsigned(out, script->drops);
}

HANDLER const char *script_exported(const struct element *element, u32 number, u32 *size)
{
    const struct script *script = element->state;
    for (u32 i = 0; i < script->count; i++)
        if ((script->instructions[i].flags & SCRIPT_EXPORTED) && !number--) {
            *size = script->instructions[i].name_size;
            return script_name(script, &script->instructions[i]);
        }
    return NULL;
}

HANDLER void script_read_exported(struct element *element, struct text *out)
{
    u32 size;
    const char *name = script_exported(element, element->router->handler_number, &size);
    const char *value = script_get(element->state, name, size, &size);
    if (value)
        text_bytes(out, value, size);
}
