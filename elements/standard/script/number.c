#include "number.h"

#include "parse.h"

#define MANY 100000000000000000u /* a tenth of what keeps the digits of a product or quotient apart */
#define MOST_EXPONENT 400
#define PRINTED 12

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits with at most one point; false: there is none. */
static bool take_digits(struct words *words, struct number *number)
{
    bool point = false, any = false;
    for (; words->next < words->end; words->next++) {
        char c = *words->next;
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (!is_digit(c))
            break;
        any = true;
        if (number->digits >= MANY) {
            number->exponent += !point;
            continue;
        }
        number->digits = number->digits * 10 + (u64)(c - '0');
        number->exponent -= point;
    }
    return any;
}

static bool take_exponent(struct words *words, struct number *number)
{
    i64 exponent = 0;
    if (words->next < words->end && (*words->next | 0x20) == 'e') {
        words->next++;
        bool good = words->next < words->end && (is_digit(*words->next) || *words->next == '-' || *words->next == '+') &&
                    parse_signed(words->next, (u32)(words->end - words->next), -MOST_EXPONENT, MOST_EXPONENT, &exponent);
        if (!good)
            return false;
        words->next = words->end;
    }
    number->exponent += (i32)exponent;
    return words->next == words->end;
}

bool number_parse(const char *text, u32 size, struct number *number)
{
    struct words words = {text, text + size};
    i64 integer;
    *number = (struct number){0};
    if (parse_signed(text, size, INT64_MIN, INT64_MAX, &integer)) {
        number->negative = integer < 0;
        number->digits = integer < 0 ? -(u64)integer : (u64)integer;
        return true;
    }
    number->real = true;
    number->negative = size && *text == '-';
    words.next += size && (*text == '-' || *text == '+');
    return take_digits(&words, number) && take_exponent(&words, number);
}

/* Fewer digits, the last one rounded. */
static void drop_digit(struct number *number)
{
    number->digits = number->digits / 10 + (number->digits % 10 >= 5);
    number->exponent++;
}

static void trim(struct number *number)
{
    while (number->digits && number->digits % 10 == 0) {
        number->digits /= 10;
        number->exponent++;
    }
}

/* Gives both the same exponent. */
static void align(struct number *a, struct number *b)
{
    while (a->exponent != b->exponent) {
        struct number *high = a->exponent > b->exponent ? a : b, *low = high == a ? b : a;
        if (!high->digits) {
            high->exponent = low->exponent;
        } else if (high->digits < MANY) {
            high->digits *= 10;
            high->exponent--;
        } else if (!low->digits) {
            low->exponent = high->exponent;
        } else {
            drop_digit(low);
        }
    }
}

void number_add(struct number *a, struct number *b)
{
    align(a, b);
    a->real |= b->real;
    if (a->negative == b->negative) {
        while (__builtin_add_overflow(a->digits, b->digits, &a->digits)) {
            a->digits -= b->digits;
            drop_digit(a);
            drop_digit(b);
            a->real = true;
        }
        return;
    }
    if (a->digits < b->digits)
        a->negative = b->negative;
    a->digits = a->digits < b->digits ? b->digits - a->digits : a->digits - b->digits;
    a->negative &= a->digits != 0;
}

void number_multiply(struct number *a, struct number *b)
{
    u64 digits;
    if (a->real)
        trim(a);
    if (b->real)
        trim(b);
    while (__builtin_mul_overflow(a->digits, b->digits, &digits))
        drop_digit(a->digits > b->digits ? a : b);
    a->digits = digits;
    a->exponent += b->exponent;
    a->real |= b->real || a->exponent;
    a->negative = digits && a->negative != b->negative;
}

/* Digit by digit, as by hand. */
void number_divide(struct number *a, struct number *b)
{
    a->exponent -= b->exponent;
    for (; b->digits >= MANY * 10; a->exponent--)
        drop_digit(b);
    u64 rest = a->digits % b->digits;
    a->digits /= b->digits;
    for (; rest && a->digits < MANY; a->exponent--) {
        rest *= 10;
        a->digits = a->digits * 10 + rest / b->digits;
        rest %= b->digits;
    }
    a->negative = a->digits && a->negative != b->negative;
    a->real = true;
}

void number_truncate(struct number *number)
{
    for (; number->exponent < 0; number->exponent++)
        number->digits /= 10;
    for (; number->exponent && number->digits && number->digits <= (u64)INT64_MAX / 10; number->exponent--)
        number->digits *= 10;
    number->exponent = 0;
    number->real = false;
    number->negative &= number->digits != 0;
}

i32 number_compare(const struct number *a, const struct number *b)
{
    struct number difference = *a, other = *b;
    other.negative = !other.negative;
    number_add(&difference, &other);
    return difference.digits ? difference.negative ? -1 : 1 : 0;
}

/* As printf's %.12g. */
static void write_real(struct text *text, struct number *number)
{
    char bytes[24];
    struct text digits = TEXT_IN(bytes);
    while (number->digits >= 1000000000000u)
        drop_digit(number);
    trim(number);
    text_unsigned(&digits, number->digits);
    i32 count = (i32)digits.size, power = number->digits ? number->exponent + count - 1 : 0;
    bool scientific = power < -4 || power >= PRINTED;
    i32 whole = scientific ? 1 : power + 1; /* digits before the point */
    if (whole <= 0)
        text_string(text, "0.");
    for (i32 zeros = whole; zeros < 0; zeros++)
        text_char(text, '0');
    for (i32 i = 0; i < whole || i < count; i++) {
        if (i == whole && whole > 0)
            text_char(text, '.');
        text_char(text, i < count ? bytes[i] : '0');
    }
    if (scientific) {
        text_string(text, power < 0 ? "e-" : "e+");
        power = power < 0 ? -power : power;
        if (power < 10)
            text_char(text, '0');
        text_unsigned(text, (u64)power);
    }
}

void number_write(struct text *text, struct number *number)
{
    if (number->negative)
        text_char(text, '-');
    if (number->real)
        write_real(text, number);
    else
        text_unsigned(text, number->digits);
}
