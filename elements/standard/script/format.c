/* sprintf for scripts: %d %i %o %u %x %X %s %% with flags, width and precision. */
#include "bytes.h"
#include "call.h"
#include "parse.h"

enum flag { LEFT, ZEROS, SIGN, SPACE, ALTERNATIVE, FLAGS, PRECISE };

struct format {
    const char *next, *end;
    u32 flags, width, precision;
};

/* The byte that comes next; 0 at the end. */
static char look(const struct format *format)
{
    return format->next < format->end ? *format->next : 0;
}

/* A number of the format, or `*` for the next word. */
static bool take_size(struct format *format, struct script_call *call, u32 *size)
{
    u64 value = 0;
    if (look(format) == '*') {
        format->next++;
        if (!script_next(call) || !parse_unsigned(call->word, call->size, 4096, &value))
            return false;
    }
    for (; look(format) >= '0' && look(format) <= '9' && value < 4096; format->next++)
        value = value * 10 + (u64)(*format->next - '0');
    *size = (u32)value;
    return true;
}

static bool has(const struct format *format, enum flag flag)
{
    return format->flags >> flag & 1;
}

static void take_flags(struct format *format)
{
    for (u32 i = 0; i < FLAGS; i++)
        if (look(format) == "-0+ #"[i]) {
            format->flags |= 1u << i;
            format->next++;
            i = ~0u;
        }
}

static void fill(struct text *out, u32 count, char c)
{
    while (count--)
        text_char(out, c);
}

/* Prefix, zeros and bytes in their width. */
static void put(const struct format *format, const char *prefix, u32 zeros, const char *bytes, u32 size,
                struct text *out)
{
    u32 used = (u32)strlen(prefix) + zeros + size;
    u32 pad = format->width > used ? format->width - used : 0;
    if (!has(format, LEFT))
        fill(out, pad, ' ');
    text_string(out, prefix);
    fill(out, zeros, '0');
    text_bytes(out, bytes, size);
    if (has(format, LEFT))
        fill(out, pad, ' ');
}

static const char *prefix_of(const struct format *format, char kind, bool negative, bool zero)
{
    if (kind == 'd' || kind == 'i')
        return negative ? "-" : has(format, SIGN) ? "+" : has(format, SPACE) ? " " : "";
    if (!has(format, ALTERNATIVE) || zero || kind == 'u')
        return "";
    return kind == 'o' ? "0" : kind == 'x' ? "0x" : "0X";
}

static bool put_number(const struct format *format, char kind, const struct script_call *call)
{
    char digits[24];
    u32 start = sizeof digits, base = kind == 'o' ? 8 : (kind | 0x20) == 'x' ? 16 : 10;
    i64 integer = 0;
    u64 value;
    if (parse_signed(call->word, call->size, INT64_MIN, INT64_MAX, &integer))
        value = (u64)integer;
    else if (kind == 'd' || kind == 'i' || !parse_unsigned(call->word, call->size, ~(u64)0, &value))
        return false;
    const char *prefix = prefix_of(format, kind, integer < 0, !value);
    for (value = *prefix == '-' ? -value : value; value; value /= base) {
        u32 digit = (u32)(value % base);
        digits[--start] = (char)(digit + (digit < 10 ? '0' : kind - ('x' - 'a') - 10u));
    }
    bool precise = has(format, PRECISE);
    if (start == sizeof digits && !(precise && !format->precision))
        digits[--start] = '0';
    u32 size = sizeof digits - start, whole = size;
    if (precise)
        whole = format->precision;
    else if (has(format, ZEROS) && !has(format, LEFT))
        whole = format->width - (u32)strlen(prefix);
    put(format, prefix, (i32)whole > (i32)size ? whole - size : 0, digits + start, size, call->out);
    return true;
}

static bool put_string(const struct format *format, const struct script_call *call)
{
    struct text *out = call->out;
    u32 start = out->size, size;
    text_bytes(out, call->word, call->size);
    size = script_unquote(out->bytes + start, out->size - start);
    if (has(format, PRECISE) && format->precision < size)
        size = format->precision;
    u32 far = out->capacity - size;
    memmove(out->bytes + far, out->bytes + start, size);
    out->size = start;
    if (format->width + size > far - start)
        return false;
    put(format, "", 0, out->bytes + far, size, out);
    return true;
}

/* One conversion, behind the percent sign. */
static bool convert(struct format *format, struct script_call *call)
{
    format->flags = 0;
    take_flags(format);
    if (!take_size(format, call, &format->width))
        return false;
    if (look(format) == '.') {
        format->next++;
        format->flags |= 1u << PRECISE;
        if (!take_size(format, call, &format->precision))
            return false;
    }
    while (look(format) == 'h' || look(format) == 'l' || look(format) == 'L' || look(format) == 'q')
        format->next++;
    char kind = look(format);
    format->next += kind != 0;
    if (kind == '%') {
        text_char(call->out, '%');
        return true;
    }
    if (!script_next(call))
        return false;
    if (kind == 's')
        return put_string(format, call);
    bool known = kind == 'd' || kind == 'i' || kind == 'o' || kind == 'u' || (kind | 0x20) == 'x';
    return known && put_number(format, kind, call);
}

bool script_format(struct script_call *call)
{
    char bytes[256];
    struct text text = TEXT_IN(bytes);
    script_next(call);
    text_bytes(&text, call->word, call->size);
    text.size = script_unquote(bytes, text.size);
    struct format format = {.next = bytes, .end = bytes + text.size};
    bool good = !text.truncated && call->size;
    while (good && format.next < format.end)
        if (*format.next++ == '%')
            good = convert(&format, call);
        else
            text_char(call->out, format.next[-1]);
    if (good && call->words.next == call->words.end)
        return true;
    call->out->size = 0;
    return script_refuse(call, "syntax error");
}
