#include "quantity.h"

#include "bytes.h"
#include "parse.h"

static const u64 powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
                             10000000000, 100000000000};

void text_decimal(struct text *text, u64 value, u32 digits)
{
    u64 rest = value % powers[digits];
    text_unsigned(text, value / powers[digits]);
    if (rest)
        text_char(text, '.');
    while (rest) {
        u64 power = powers[--digits];
        text_char(text, (char)('0' + rest / power));
        rest %= power;
    }
}

void text_bandwidth(struct text *text, u64 bandwidth)
{
    bool bytes = bandwidth >= 0x20000000u;
    u32 digits = bytes ? 6 : bandwidth >= 125000000 ? 9 : bandwidth >= 125000 ? 6 : 3;
    text_decimal(text, bytes ? bandwidth : 8 * bandwidth, digits);
    text_string(text, bytes ? "MBps" : digits == 9 ? "Gbps" : digits == 6 ? "Mbps" : "kbps");
}

void text_quotient(struct text *text, u64 value, u64 divisor)
{
    u64 whole = value / divisor, rest = value % divisor, fraction = 0;
    u32 digits = 11;
    while (digits && whole >= powers[12 - digits])
        digits--;
    for (u32 i = 0; i < digits; i++) {
        rest *= 10;
        fraction = fraction * 10 + rest / divisor;
        rest %= divisor;
    }
    if (rest >= divisor - rest && ++fraction == powers[digits]) {
        fraction = 0;
        whole++;
    }
    text_unsigned(text, whole);
    if (!fraction)
        return;
    text_char(text, '.');
    while (fraction) {
        u64 power = powers[--digits];
        text_char(text, (char)('0' + fraction / power));
        fraction %= power;
    }
}

/* Bits a second that one of the unit is; 0: not a unit. */
static u64 unit_bits(const char *unit, u32 size)
{
    static const char prefixes[] = "kKMG";
    static const u64 factors[] = {1000, 1000, 1000000, 1000000000};
    u64 factor = 1;
    for (u32 i = 0; i < 4 && size; i++)
        if (*unit == prefixes[i]) {
            factor = factors[i];
            unit++;
            size--;
            break;
        }
    if (parse_equal(unit, size, "bps") || parse_equal(unit, size, "b/s") || parse_equal(unit, size, "baud"))
        return factor;
    return parse_equal(unit, size, "Bps") || parse_equal(unit, size, "B/s") ? 8 * factor : 0;
}

bool parse_scaled(const char *text, u32 size, u64 unit, u64 *result)
{
    u64 whole = 0, part = 0, place = 1000000;
    bool point = false;
    for (u32 i = 0; i < size; i++) {
        if (text[i] == '.' && !point) {
            point = true;
        } else if (text[i] < '0' || text[i] > '9' || whole > 0xffffffffu) {
            return false;
        } else if (!point) {
            whole = whole * 10 + (u64)(text[i] - '0');
        } else {
            place /= 10;
            part += place * (u64)(text[i] - '0');
        }
    }
    return size > point && !__builtin_mul_overflow(whole, unit, result) &&
           !__builtin_add_overflow(*result, part * unit / 1000000, result);
}

bool parse_bandwidth(const char *text, u32 size, u64 *bandwidth)
{
    struct words words = {text, text + size};
    const char *number, *unit;
    u32 length, unit_length, start;
    u64 bits, factor = 8;
    if (!parse_word(&words, &number, &length))
        return false;
    for (start = 0; start < length && (number[start] == '.' || (number[start] >= '0' && number[start] <= '9'));)
        start++;
    unit = number + start;
    unit_length = length - start;
    if (!unit_length && !parse_word(&words, &unit, &unit_length))
        unit_length = 0;
    if (unit_length && !(factor = unit_bits(unit, unit_length)))
        return false;
    if (!parse_scaled(number, start, factor, &bits) || (bits + 4) / 8 > 0xffffffffu)
        return false;
    *bandwidth = (bits + 4) / 8;
    return true;
}
