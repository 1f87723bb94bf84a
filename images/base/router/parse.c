#include "parse.h"

#include "bytes.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void trim(const char **text, u32 *size)
{
    while (*size && is_blank(**text)) {
        ++*text;
        --*size;
    }
    while (*size && is_blank((*text)[*size - 1]))
        --*size;
}

bool parse_word(struct words *words, const char **word, u32 *size)
{
    while (words->next < words->end && is_blank(*words->next))
        words->next++;
    *word = words->next;
    while (words->next < words->end && !is_blank(*words->next))
        words->next++;
    *size = (u32)(words->next - *word);
    return *size != 0;
}

bool parse_equal(const char *text, u32 size, const char *string)
{
    return size == strlen(string) && memcmp(text, string, size) == 0;
}

bool parse_bool(const char *text, u32 size, bool *result)
{
    static const char *const words[] = {"0", "1", "false", "true", "no", "yes", "n", "y", "f", "t"};
    trim(&text, &size);
    for (u32 i = 0; i < sizeof words / sizeof *words; i++)
        if (parse_equal(text, size, words[i])) {
            *result = i & 1;
            return true;
        }
    return false;
}

/* The value of a digit in any base up to 36; 99 when it is none. */
static u32 digit(char c)
{
    if (c >= '0' && c <= '9')
        return (u32)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'z' ? (u32)(c - 'a') + 10 : 99;
}

/* Click takes 0x…, 0b… and, behind a leading zero, octal. */
static u32 take_base(const char **text, u32 *size)
{
    char second = *size > 2 ? (*text)[1] | 0x20 : 0;
    if (*size < 2 || **text != '0')
        return 10;
    if (second != 'x' && second != 'b')
        return 8;
    *text += 2;
    *size -= 2;
    return second == 'x' ? 16 : 2;
}

static bool digits(const char *text, u32 size, u32 base, u64 max, u64 *result)
{
    u64 value = 0;
    for (u32 i = 0; i < size; i++) {
        u32 next = digit(text[i]);
        if (next >= base || value > (max - next) / base || next > max)
            return false;
        value = value * base + next;
    }
    *result = size ? value : *result;
    return size != 0;
}

bool parse_unsigned(const char *text, u32 size, u64 max, u64 *result)
{
    trim(&text, &size);
    if (size && *text == '+') {
        text++;
        size--;
    }
    u32 base = take_base(&text, &size);
    return digits(text, size, base, max, result);
}

bool parse_signed(const char *text, u32 size, i64 min, i64 max, i64 *result)
{
    u64 value;
    trim(&text, &size);
    bool negative = size && *text == '-';
    if (!parse_unsigned(text + negative, size - negative, negative ? -(u64)min : (u64)max, &value))
        return false;
    *result = negative ? (i64)-value : (i64)value;
    return true;
}

bool parse_hex(const char *text, u32 size, u32 max, u32 *result)
{
    u64 value;
    trim(&text, &size);
    if (size > 2 && text[0] == '0' && (text[1] | 0x20) == 'x') {
        text += 2;
        size -= 2;
    }
    if (!digits(text, size, 16, max, &value))
        return false;
    *result = (u32)value;
    return true;
}

/* Digits with at most one point, in units of `unit` ns. */
static bool decimal_number(const char *text, u32 size, u64 unit, u64 *result)
{
    u64 value = 0;
    bool point = false, any = false;
    for (u32 i = 0; i < size; i++) {
        if (text[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || value > (u64)-1 / 16)
            return false;
        any = true;
        if (point && unit % 10)
            continue; /* less than a few nanoseconds */
        value = value * 10 + (u64)(text[i] - '0');
        if (point)
            unit /= 10;
    }
    if (!any || __builtin_mul_overflow(value, unit, result))
        return false;
    return true;
}

/* Click's units, each of them with a prefix, too. */
bool parse_interval(const char *text, u32 size, u64 *nanoseconds)
{
    static const struct {
        char name[4];
        u32 seconds;
    } units[] = {{"sec", 1}, {"s", 1}, {"min", 60}, {"m", 60}, {"hr", 3600}, {"h", 3600}, {"day", 86400}, {"d", 86400}};
    static const char prefixes[] = "mun";
    u64 unit = 1000000000, result;
    trim(&text, &size);
    for (u32 i = 0; i < sizeof units / sizeof *units; i++) {
        u32 length = (u32)strlen(units[i].name), prefix = 0;
        if (size <= length || memcmp(text + size - length, units[i].name, length) != 0)
            continue;
        size -= length;
        unit *= units[i].seconds;
        while (prefixes[prefix] && text[size - 1] != prefixes[prefix])
            prefix++;
        size -= prefixes[prefix] != 0;
        for (u32 j = 0; prefixes[prefix] && j <= prefix; j++)
            unit /= 1000;
        trim(&text, &size);
        break;
    }
    if (!decimal_number(text, size, unit, &result))
        return false;
    *nanoseconds = result;
    return true;
}

/* Exactly `count` numbers up to 255 in `base`, parted by one of `separators`. */
static bool octets(const char *text, u32 size, u32 base, const char *separators, u32 count, u8 *result)
{
    u32 start = 0, done = 0;
    u64 value = 0;
    for (u32 i = 0; i <= size; i++) {
        bool ends = i == size || text[i] == separators[0] || text[i] == separators[1];
        if (!ends)
            continue;
        if (done == count || i - start > 3 || !digits(text + start, i - start, base, 255, &value))
            return false;
        result[done++] = (u8)value;
        start = i + 1;
    }
    return done == count;
}

#ifndef CLICKFORGE_LIVE
static bool parse_name(enum name_kind kind, const char *text, u32 size, u8 *result)
{
    (void)kind, (void)text, (void)size, (void)result; /* names were settled when the Plan was made */
    return false;
}
#endif

bool parse_ip(const char *text, u32 size, u8 address[4])
{
    u8 result[4];
    trim(&text, &size);
    if (!octets(text, size, 10, "..", 4, result) && !parse_name(NAME_IP, text, size, result))
        return false;
    memcpy(address, result, 4);
    return true;
}

static void prefix_mask(u64 length, u8 mask[4])
{
    store_be32(mask, length ? ~0u << (32 - length) : 0);
}

bool parse_ip_prefix(const char *text, u32 size, u8 address[4], u8 mask[4])
{
    u8 parsed[4] = {0}, parsed_mask[4], named[8];
    u64 length = 32;
    u32 slash = 0, count = 1;
    trim(&text, &size);
    for (; slash < size && text[slash] != '/'; slash++)
        count += text[slash] == '.';
    const char *rest = text + slash + 1;
    u32 rest_size = slash < size ? size - slash - 1 : 0;
    if (parse_name(NAME_IP_PREFIX, text, size, named)) {
        memcpy(address, named, 4);
        memcpy(mask, named + 4, 4);
        return true;
    }
    prefix_mask(32, parsed_mask);
    if (count > 4 || !octets(text, slash, 10, "..", count, parsed))
        return false;
    if (slash < size && !parse_ip(rest, rest_size, parsed_mask)) {
        if (!digits(rest, rest_size, 10, 32, &length))
            return false;
        prefix_mask(length, parsed_mask);
    }
    while (count < 4)
        if (parsed_mask[count++]) /* what the mask looks at must be written */
            return false;
    memcpy(address, parsed, 4);
    memcpy(mask, parsed_mask, 4);
    return true;
}

bool parse_ethernet(const char *text, u32 size, u8 address[6])
{
    u8 result[6];
    trim(&text, &size);
    if (!octets(text, size, 16, ":-", 6, result) && !parse_name(NAME_ETHERNET, text, size, result))
        return false;
    memcpy(address, result, 6);
    return true;
}
