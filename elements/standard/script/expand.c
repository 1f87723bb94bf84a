/* Templates become text at the end of the common one; so do the answers of read handlers. */
#include "bytes.h"
#include "parse.h"
#include "platform.h"
#include "script.h"

#define COMPLAINT 256u

/* Texts in texts, and scripts that call one another's handlers: each takes 600 bytes of the stack. */
#define MOST_NESTED 24u
#define ALWAYS_NESTED 4u /* however little is left of the stack: its reserve has room for them */

struct text *script_complain(struct element *element)
{
    struct script *script = element->state;
    struct text *line = script->errors;
    if (line) {
        if (line->size)
            text_char(line, '\n');
        return line;
    }
    if (!script->complaints) {
        line = router_log(element->router);
        text_string(line, "While executing '");
        element_describe(element, line);
        text_string(line, "':");
        router_log_end(element->router);
    }
    line = router_log(element->router);
    text_string(line, "  ");
    return line;
}

void script_complain_end(struct element *element)
{
    struct script *script = element->state;
    script->complaints++;
    if (!script->errors)
        router_log_end(element->router);
}

void script_complain_text(struct element *element, const char *before, u32 start, const char *after)
{
    struct text *text = script_text(element), *line = script_complain(element);
    text_string(line, before);
    text_bytes(line, text->bytes + start, text->size - start);
    text_string(line, after);
    script_complain_end(element);
}

bool script_descend(struct element *element)
{
    struct router *router = element->router;
    if (router->scripts < (platform_stack_low() ? ALWAYS_NESTED : MOST_NESTED))
        return ++router->scripts;
    script_complain_text(element, "scripts or texts nest too deeply", router->script_text.size, "");
    return false;
}

/* A handler that a text names, seen from an element. */
struct call {
    struct element *element; /* NULL: there is none of that name */
    bool found;
    struct handler handler;
    const char *name, *value;
    u32 dot, name_size, size;
};

/* In the compounds that `user` stands in, the innermost first. */
static struct element *find_element(const struct element *user, const char *name, u32 size)
{
    struct text *text = script_text(user);
    const char *prefix;
    u32 before = text->size, length;
    prefix = element_name(user, &length);
    for (;; length--) {
        if (length && prefix[length - 1] != '/')
            continue;
        text_bytes(text, prefix, length);
        text_bytes(text, name, size);
        struct element *found = router_find(user->router, text->bytes + before, text->size - before);
        text->size = before;
        if (found || !length)
            return found;
    }
}

static struct call find(struct element *user, const char *text, u32 size)
{
    struct call call = {0};
    struct words words = {text, text + size};
    script_word(&words, &call.name, &call.name_size);
    call.value = words.next;
    call.size = (u32)(words.end - words.next);
    while (call.dot < call.name_size && call.name[call.dot] != '.')
        call.dot++;
    bool local = call.dot == call.name_size;
    const char *handler = local ? call.name : call.name + call.dot + 1;
    u32 handler_size = (u32)(call.name + call.name_size - handler);
    if (local && (call.found = handler_find(user, handler, handler_size, &call.handler))) {
        call.element = user;
        return call;
    }
    call.element = local || !call.dot ? &user->router->root : find_element(user, call.name, call.dot);
    if (call.element)
        call.found = handler_find(call.element, handler, handler_size, &call.handler);
    return call;
}

static bool usable(const struct call *call, bool write)
{
    return call->found && (write ? call->handler.write != NULL : handler_readable(&call->handler));
}

bool script_has_handler(struct element *element, const char *text, u32 size, bool write)
{
    struct call call = find(element, text, size);
    return usable(&call, write);
}

static bool refuse(struct element *element, const char *before, const char *name, u32 size, const char *after)
{
    const struct script *script = element->state;
    struct text *line = script_complain(element);
    text_string(line, before);
    for (u32 i = 0; i < size; i++) {
        text_char(line, name[i]);
        if (name[i] == '\n' && !script->errors)
            text_string(line, "  ");
    }
    text_string(line, after);
    script_complain_end(element);
    return false;
}

static bool find_usable(struct element *element, char *text, u32 size, bool write, bool quoted, struct call *call)
{
    *call = find(element, text, size);
    if (!call->element)
        return refuse(element, "no element '", call->name, call->dot, "'");
    if (!usable(call, write))
        return refuse(element, "no '", call->name, call->name_size, write ? "' write handler" : "' read handler");
    if (!write && call->size && !handler_takes_parameter(&call->handler))
        return refuse(element, "read handler '", call->name, call->name_size, "' does not take parameters");
    if (quoted)
        call->size = script_unquote(text + (call->value - text), call->size);
    return true;
}

bool script_read(struct element *element, char *text, u32 size, bool quoted)
{
    struct text *all = script_text(element);
    struct text out = {all->bytes + all->size, 0, all->capacity - all->size, false};
    struct call call;
    if (!find_usable(element, text, size, false, quoted, &call))
        return false;
    if (!handler_read(call.element, &call.handler, call.value, call.size, &out) || out.truncated)
        return refuse(element, "", out.bytes, out.size < 256 ? out.size : 256, "");
    all->size += out.size;
    return true;
}

/* What the handler complains about stands at the end of the common text meanwhile. */
bool script_write(struct element *element, char *text, u32 size, bool quoted)
{
    struct script *script = element->state;
    struct text *all = script_text(element);
    u32 room = all->capacity - all->size;
    struct text error = {all->bytes + all->size, 0, room < COMPLAINT ? room : COMPLAINT, false};
    struct call call;
    if (!find_usable(element, text, size, true, quoted, &call))
        return false;
    all->size += error.capacity;
    bool good = call.handler.write(call.element, call.value, call.size, &error);
    all->size -= error.capacity;
    script->status = good ? 0 : -22;
    if (!good && error.size)
        refuse(element, "", error.bytes, error.size, "");
    return good;
}

/* The word of `args` with that number, counting from 1; 0: how many there are. */
static void expand_word(const struct script *script, u64 number, struct text *out)
{
    const char *value, *word;
    u32 size = 0, count = 0;
    value = script_get(script, "args", 4, &size);
    struct words words = {value, value + size};
    while (script_word(&words, &word, &size))
        if (++count == number) {
            text_bytes(out, word, size);
            return;
        }
    if (!number)
        text_unsigned(out, count);
}

static bool expand_variable(const struct script *script, const char *name, u32 size, struct text *out)
{
    u64 number;
    u32 length;
    const char *value = script_get(script, name, size, &length);
    if (value)
        text_bytes(out, value, length);
    else if (parse_equal(name, size, "?"))
        text_signed(out, script->status);
    else if (parse_equal(name, size, "#"))
        expand_word(script, 0, out);
    else if (parse_equal(name, size, "0"))
        text_string(out, script->handler ? script->handler : "");
    else if (parse_equal(name, size, "write"))
        text_bool(out, script->writes);
    else if (size && name[0] > '0' && name[0] <= '9' && parse_unsigned(name, size, 1u << 30, &number))
        expand_word(script, number, out);
    else
        return false;
    return true;
}

/* Stays as it was written where there is no such variable or handler. */
static void expand_part(struct element *element, u32 kind, const u8 *template, u32 template_size)
{
    struct text *text = script_text(element);
    u32 start = text->size;
    script_expand(element, template, template_size);
    char *name = text->bytes + start;
    u32 size = text->size - start, result = text->size;
    bool call = (kind & SCRIPT_KIND) == SCRIPT_CALL;
    bool good = call ? script_read(element, name, size, false)
                     : expand_variable(element->state, name, size, text);
    if (!good) {
        const char *open = call ? "$(" : kind & SCRIPT_BRACES ? "${" : "$";
        text->size = result;
        text_string(text, open);
        text_bytes(text, name, size);
        text_string(text, call ? ")" : kind & SCRIPT_BRACES ? "}" : "");
        kind = 0;
    }
    if (kind & SCRIPT_IN_QUOTES && text->capacity - start >= 2) {
        script_move(text, result, start + 1, true);
        text->bytes[start] = '"';
        text_char(text, '"');
    } else {
        script_move(text, result, start, kind & SCRIPT_ESCAPED);
    }
}

void script_expand(struct element *element, const u8 *at, u32 size)
{
    const u8 *end = at + size;
    if (!script_descend(element))
        return;
    while (end - at >= 3) {
        u32 kind = at[0];
        size = load16(at + 1);
        at += 3;
        if (size > (u64)(end - at))
            break;
        if ((kind & SCRIPT_KIND) == SCRIPT_TEXT)
            text_bytes(script_text(element), (const char *)at, size);
        else
            expand_part(element, kind, at, size);
        at += size;
    }
    element->router->scripts--;
}
