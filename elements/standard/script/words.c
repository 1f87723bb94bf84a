#include "script.h"

#include "bytes.h"
#include "parse.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void script_rest(struct words *words)
{
    while (words->next < words->end && is_blank(*words->next))
        words->next++;
}

bool script_word(struct words *words, const char **word, u32 *size)
{
    char quote = 0;
    script_rest(words);
    *word = words->next;
    for (; words->next < words->end && (quote || !is_blank(*words->next)); words->next++) {
        char c = *words->next;
        if (c == '\\' && quote == '"' && words->next + 1 < words->end)
            words->next++;
        else if (c == '\\' && !quote && words->next + 1 < words->end && words->next[1] == '<')
            quote = '>';
        else if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
    }
    *size = (u32)(words->next - *word);
    script_rest(words);
    return *size != 0;
}

static u32 digit(char c)
{
    if (c >= '0' && c <= '9')
        return (u32)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (u32)(c - 'a') + 10 : 99;
}

/* Hexadecimal digits behind `\<`, two a byte, up to `>`. */
static const char *take_bytes(const char *from, const char *end, char **to)
{
    u32 value = 1;
    for (; from < end && *from != '>'; from++) {
        if (digit(*from) < 16)
            value = value << 4 | digit(*from);
        if (value & 0x100) {
            *(*to)++ = (char)value;
            value = 1;
        }
    }
    return from + (from < end);
}

/* What stands behind a backslash. */
static const char *take_escape(const char *from, const char *end, char **to)
{
    static const char names[] = "abfnrtv", values[] = "\a\b\f\n\r\t\v";
    char c = *from++;
    u32 value = 0;
    if (c == '<')
        return take_bytes(from, end, to);
    if (c == '\n')
        return from;
    if (c == 'x') {
        for (; from < end && digit(*from) < 16; from++)
            value = value << 4 | digit(*from);
        *(*to)++ = (char)value;
        return from;
    }
    if (digit(c) < 8) {
        from--;
        for (u32 i = 0; i < 3 && from < end && digit(*from) < 8; i++)
            value = value << 3 | digit(*from++);
        *(*to)++ = (char)value;
        return from;
    }
    for (u32 i = 0; names[i]; i++)
        if (c == names[i])
            c = values[i];
    *(*to)++ = c;
    return from;
}

u32 script_unquote(char *text, u32 size)
{
    const char *from = text, *end = text + size;
    char *to = text, quote = 0;
    while (end > from && is_blank(end[-1]))
        end--;
    while (from < end && is_blank(*from))
        from++;
    while (from < end) {
        char c = *from++;
        if (c == '\\' && from < end && (quote == '"' || (!quote && *from == '<')))
            from = take_escape(from, end, &to);
        else if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else
            *to++ = c;
    }
    return (u32)(to - text);
}

static void escape(struct text *text, u8 c)
{
    static const char names[] = "\"\\$\t\r\n", escapes[] = "\"\\$trn";
    for (u32 i = 0; names[i]; i++)
        if ((char)c == names[i]) {
            text_char(text, '\\');
            text_char(text, escapes[i]);
            return;
        }
    if (c >= ' ' && c < 127) {
        text_char(text, (char)c);
        return;
    }
    text_char(text, '\\');
    for (i32 shift = 6; shift >= 0; shift -= 3)
        text_char(text, (char)('0' + (c >> shift & 7)));
}

/* Escaping, they grow: they wait at the far end. */
void script_move(struct text *text, u32 from, u32 to, bool escaped)
{
    u32 size = text->size - from, far = text->capacity - size;
    if (!escaped) {
        memmove(text->bytes + to, text->bytes + from, size);
        text->size = to + size;
        return;
    }
    memmove(text->bytes + far, text->bytes + from, size);
    for (text->size = to; far < text->capacity && text->size + 4 <= far; far++)
        escape(text, (u8)text->bytes[far]);
    text->truncated |= far < text->capacity;
}
