/* sprintf for scripts: %d %i %o %u %x %X %s %% with flags, width and precision. */
#include "bytes.h"
#include "parse.h"
#include "script.h"

struct format {
    bool left, zeros, sign, space, alternative;
    u32 width, precision;
    bool precise;
};

/* A number of the format, or `*` for the next word. */
static bool take_size(const char **at, const char *end, struct words *words, u32 *size)
{
    const char *word;
    u32 length;
    u64 value = 0;
    if (*at < end && **at == '*') {
        ++*at;
        if (!script_word(words, &word, &length) || !parse_unsigned(word, length, 4096, &value))
            return false;
    }
    for (; *at < end && **at >= '0' && **at <= '9' && value < 4096; ++*at)
        value = value * 10 + (u64)(**at - '0');
    *size = (u32)value;
    return true;
}

static const char *take_flags(const char *at, const char *end, struct format *format)
{
    for (; at < end; at++)
        if (*at == '-')
            format->left = true;
        else if (*at == '0')
            format->zeros = true;
        else if (*at == '+')
            format->sign = true;
        else if (*at == ' ')
            format->space = true;
        else if (*at == '#')
            format->alternative = true;
        else
            break;
    return at;
}

static void fill(struct text *out, u32 count, char c)
{
    while (count--)
        text_char(out, c);
}

/* Prefix, zeros and text in their width. */
static void put(const struct format *format, const char *prefix, const char *bytes, u32 size, bool number,
                struct text *out)
{
    u32 before = (u32)strlen(prefix);
    u32 zeros = number && format->precise && format->precision > size ? format->precision - size : 0;
    u32 pad = format->width > before + zeros + size ? format->width - before - zeros - size : 0;
    if (number && format->zeros && !format->left && !format->precise)
        zeros = pad, pad = 0;
    if (!format->left)
        fill(out, pad, ' ');
    text_string(out, prefix);
    fill(out, zeros, '0');
    text_bytes(out, bytes, size);
    if (format->left)
        fill(out, pad, ' ');
}

static bool put_number(const struct format *format, char kind, const char *word, u32 word_size, struct text *out)
{
    char digits[24];
    u32 start = sizeof digits, base = kind == 'o' ? 8 : (kind | 0x20) == 'x' ? 16 : 10;
    bool is_signed = kind == 'd' || kind == 'i';
    i64 integer;
    u64 value;
    const char *prefix = "";
    if (parse_signed(word, word_size, INT64_MIN, INT64_MAX, &integer))
        value = is_signed && integer < 0 ? -(u64)integer : (u64)integer;
    else if (is_signed || !parse_unsigned(word, word_size, ~(u64)0, &value))
        return false;
    if (is_signed)
        prefix = integer < 0 ? "-" : format->sign ? "+" : format->space ? " " : "";
    else if (format->alternative && value && base != 10)
        prefix = kind == 'o' ? "0" : kind == 'x' ? "0x" : "0X";
    for (; value; value /= base)
        digits[--start] = (kind == 'X' ? "0123456789ABCDEF" : "0123456789abcdef")[value % base];
    if (start == sizeof digits && !(format->precise && !format->precision))
        digits[--start] = '0';
    put(format, prefix, digits + start, sizeof digits - start, true, out);
    return true;
}

static bool put_string(const struct format *format, const char *word, u32 size, struct text *out)
{
    u32 start = out->size;
    text_bytes(out, word, size);
    size = script_unquote(out->bytes + start, out->size - start);
    if (format->precise && format->precision < size)
        size = format->precision;
    u32 far = out->capacity - size;
    memmove(out->bytes + far, out->bytes + start, size);
    out->size = start;
    if (format->width + size > far - start)
        return false;
    put(format, "", out->bytes + far, size, false, out);
    return true;
}

/* One conversion, behind the percent sign. */
static bool convert(const char **at, const char *end, struct words *words, struct text *out)
{
    struct format format = {0};
    const char *word;
    u32 size;
    *at = take_flags(*at, end, &format);
    if (!take_size(at, end, words, &format.width))
        return false;
    if (*at < end && **at == '.') {
        ++*at;
        format.precise = true;
        if (!take_size(at, end, words, &format.precision))
            return false;
    }
    while (*at < end && (**at == 'h' || **at == 'l' || **at == 'L' || **at == 'q'))
        ++*at;
    char kind = *at < end ? *(*at)++ : 0;
    if (kind == '%') {
        text_char(out, '%');
        return true;
    }
    if (!script_word(words, &word, &size))
        return false;
    if (kind == 's')
        return put_string(&format, word, size, out);
    bool known = kind == 'd' || kind == 'i' || kind == 'o' || kind == 'u' || (kind | 0x20) == 'x';
    return known && put_number(&format, kind, word, size, out);
}

bool script_format(struct words *words, struct text *out)
{
    char format[256];
    const char *word;
    u32 size;
    bool good = script_word(words, &word, &size) && size <= sizeof format;
    if (good) {
        memcpy(format, word, size);
        size = script_unquote(format, size);
    }
    for (const char *at = format, *end = format + size; good && at < end;)
        if (*at != '%') {
            text_char(out, *at++);
        } else {
            at++;
            good = convert(&at, end, words, out);
        }
    if (good && words->next == words->end)
        return true;
    out->size = 0;
    text_string(out, "syntax error");
    return false;
}
