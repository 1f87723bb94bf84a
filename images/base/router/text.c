#include "text.h"

#include "bytes.h"

void text_bytes(struct text *text, const char *bytes, u32 size)
{
    u32 room = text->capacity - text->size;
    if (size > room) {
        size = room;
        text->truncated = true;
    }
    memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
}

void text_char(struct text *text, char value)
{
    text_bytes(text, &value, 1);
}

void text_string(struct text *text, const char *string)
{
    text_bytes(text, string, (u32)strlen(string));
}

/* Decimal digits at the end of `digits`; returns where they start. */
static u32 decimal(u64 value, char digits[20])
{
    u32 start = 20;
    do
        digits[--start] = (char)('0' + value % 10);
    while (value /= 10);
    return start;
}

void text_unsigned(struct text *text, u64 value)
{
    text_padded(text, value, 0);
}

void text_padded(struct text *text, u64 value, u32 width)
{
    char digits[20];
    u32 start = decimal(value, digits);
    for (u32 size = 20 - start; size < width; size++)
        text_char(text, ' ');
    text_bytes(text, digits + start, 20 - start);
}

void text_signed(struct text *text, i64 value)
{
    if (value < 0)
        text_char(text, '-');
    text_unsigned(text, value < 0 ? -(u64)value : (u64)value);
}

/* Knuth's way to print a scaled number: `slack` is what the digits so far leave open. */
void text_fixed(struct text *text, u64 value, u32 bits)
{
    u64 one = (u64)1 << bits, slack = 10, rest = value & (one - 1);
    text_unsigned(text, value >> bits);
    if (!rest)
        return;
    text_char(text, '.');
    rest = 10 * rest + 5;
    do {
        if (slack > one)
            rest += one / 2 - slack / 2;
        text_char(text, (char)('0' + (rest >> bits)));
        rest = 10 * (rest & (one - 1));
        slack *= 10;
    } while (rest > slack);
}

void text_hex(struct text *text, u64 value, u32 digits)
{
    while (digits--)
        text_char(text, "0123456789abcdef"[value >> (4 * digits) & 15]);
}

void text_bool(struct text *text, bool value)
{
    text_string(text, value ? "true" : "false");
}

void text_ip(struct text *text, const u8 address[4])
{
    for (u32 i = 0; i < 4; i++) {
        if (i)
            text_char(text, '.');
        text_unsigned(text, address[i]);
    }
}

/* A mask that is no prefix is written as an address. */
void text_ip_prefix(struct text *text, const u8 address[4], const u8 mask[4])
{
    u32 bits = load_be32(mask);
    u32 ones = ~bits ? (u32)__builtin_clz(~bits) : 32;
    text_ip(text, address);
    text_char(text, '/');
    if (ones == 32 || bits << ones == 0)
        text_unsigned(text, ones);
    else
        text_ip(text, mask);
}

void text_ethernet(struct text *text, const u8 address[6])
{
    for (u32 i = 0; i < 6; i++) {
        if (i)
            text_char(text, '-');
        text_char(text, "0123456789ABCDEF"[address[i] >> 4]);
        text_char(text, "0123456789ABCDEF"[address[i] & 15]);
    }
}

/* `value` as exactly `width` digits, with zeros in front. */
static void zero_padded(struct text *text, u64 value, u32 width)
{
    char digits[20];
    u32 start = decimal(value, digits);
    for (u32 size = 20 - start; size < width; size++)
        text_char(text, '0');
    text_bytes(text, digits + start, 20 - start);
}

void text_time(struct text *text, u64 nanoseconds)
{
    u64 fraction = nanoseconds % 1000000000u;
    text_unsigned(text, nanoseconds / 1000000000u);
    text_char(text, '.');
    if (fraction % 1000)
        zero_padded(text, fraction, 9);
    else
        zero_padded(text, fraction / 1000, 6);
}

void text_interval(struct text *text, u64 nanoseconds)
{
    if (nanoseconds >= 1000000000u) {
        text_time(text, nanoseconds);
        text_char(text, 's');
    } else if (nanoseconds % 1000) {
        text_unsigned(text, nanoseconds);
        text_string(text, "ns");
    } else if (nanoseconds % 1000000) {
        text_unsigned(text, nanoseconds / 1000);
        text_string(text, "us");
    } else {
        text_unsigned(text, nanoseconds / 1000000);
        text_string(text, "ms");
    }
}
