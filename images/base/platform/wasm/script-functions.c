/* What scripts compute: read handlers with parameters. */
#include "bytes.h"
#include "parse.h"
#include "platform.h"
#include "script-number.h"
#include "script.h"

static bool refuse(struct text *out, const char *why)
{
    text_string(out, why);
    return false;
}

static bool next_number(struct words *words, struct number *number)
{
    const char *word;
    u32 size;
    return script_word(words, &word, &size) && number_parse(word, size, number);
}

static struct number combine(u32 function, struct number a, struct number b)
{
    switch (function) {
    case SCRIPT_ADD:
        return number_add(a, b);
    case SCRIPT_SUB:
        return number_add(a, number_negative(b));
    case SCRIPT_MIN:
        return number_compare(a, b) < 0 ? a : b;
    case SCRIPT_MAX:
        return number_compare(a, b) > 0 ? a : b;
    case SCRIPT_MUL:
        return number_multiply(a, b);
    default:
        return number_divide(a, b);
    }
}

/* All numbers, from the left to the right. */
static bool fold(u32 function, struct words *words, struct text *out)
{
    bool divides = function == SCRIPT_DIV || function == SCRIPT_IDIV, any = false;
    struct number result = {.digits = function >= SCRIPT_MIN}, next;
    for (script_rest(words); words->next < words->end; any = true) {
        if (!next_number(words, &next))
            return refuse(out, "expected list of numbers");
        next.real |= result.real;
        if (any && divides && !next.digits) {
            text_string(out, !result.digits ? "-nan" : result.negative ? "-inf" : "inf");
            return true;
        }
        result = any ? combine(function, result, next) : next;
        result.real |= divides;
    }
    number_write(out, function == SCRIPT_IDIV ? number_truncate(result) : result);
    return true;
}

static bool remainder(u32 function, struct words *words, struct text *out)
{
    struct number a, b;
    if (!next_number(words, &a) || !next_number(words, &b) || words->next < words->end || !b.digits ||
        (function == SCRIPT_MOD && (a.real || b.real)))
        return refuse(out, "expected two numbers");
    b.negative = a.negative;
    struct number times = number_multiply(number_truncate(number_divide(a, b)), b);
    number_write(out, number_add(a, number_negative(times)));
    return true;
}

static bool sign(u32 function, struct words *words, struct text *out)
{
    struct number number;
    if (!next_number(words, &number) || words->next < words->end)
        return refuse(out, "expected one number");
    number.negative = function == SCRIPT_NEG && !number.negative && number.digits;
    number_write(out, number);
    return true;
}

/* A word without its quotes, at the end of `out`. */
static u32 unquoted(const char *word, u32 size, struct text *out)
{
    u32 start = out->size;
    text_bytes(out, word, size);
    out->size = start + script_unquote(out->bytes + start, out->size - start);
    return out->size - start;
}

/* -1, 0 or 1: how two words compare as bytes. */
static i32 compare_words(const char *a, u32 a_size, const char *b, u32 b_size, struct text *out)
{
    u32 start = out->size;
    a_size = unquoted(a, a_size, out);
    b_size = unquoted(b, b_size, out);
    i32 order = memcmp(out->bytes + start, out->bytes + start + a_size, a_size < b_size ? a_size : b_size);
    out->size = start;
    return order ? order : (i32)(a_size > b_size) - (i32)(a_size < b_size);
}

static bool compare(u32 function, struct words *words, struct text *out)
{
    const char *a, *b;
    u32 a_size, b_size;
    struct number first, second;
    if (!script_word(words, &a, &a_size) || !script_word(words, &b, &b_size) || words->next < words->end)
        return refuse(out, "expected two numbers");
    bool numbers = number_parse(a, a_size, &first) && number_parse(b, b_size, &second);
    i32 order = numbers ? number_compare(first, second) : compare_words(a, a_size, b, b_size, out);
    bool result[] = {order == 0, order != 0, order > 0, order >= 0, order < 0, order <= 0};
    text_bool(out, result[function - SCRIPT_EQ]);
    return true;
}

static bool next_bool(struct words *words, bool *value)
{
    const char *word;
    u32 size;
    return script_word(words, &word, &size) && parse_bool(word, size, value);
}

static bool combine_bools(u32 function, struct words *words, struct text *out)
{
    bool all = function <= SCRIPT_NAND, negated = function == SCRIPT_NAND || function == SCRIPT_NOR;
    bool result = all, value;
    while (result == all && words->next < words->end) {
        if (!next_bool(words, &value))
            return refuse(out, "syntax error");
        result = value;
    }
    text_bool(out, result != negated);
    return true;
}

static bool choose(struct words *words, struct text *out)
{
    const char *word;
    u32 size;
    bool first;
    if (!next_bool(words, &first))
        return refuse(out, "syntax error");
    script_word(words, &word, &size);
    if (!first)
        script_word(words, &word, &size);
    text_bytes(out, word, size);
    return true;
}

static void is_among(struct words *words, struct text *out)
{
    const char *word, *other;
    u32 size, other_size;
    bool found = false;
    script_word(words, &word, &size);
    while (!found && script_word(words, &other, &other_size))
        found = compare_words(word, size, other, other_size, out) == 0;
    text_bool(out, found);
}

static bool random_number(struct words *words, struct text *out)
{
    const char *word;
    u32 size;
    u64 numbers[2] = {0, 0};
    u32 count = 0;
    while (script_word(words, &word, &size))
        if (count == 2 || !parse_unsigned(word, size, ~0u, &numbers[count++]))
            return refuse(out, "bad N");
    u64 low = count == 2 ? numbers[0] : 0, high = count == 2 ? numbers[1] : count ? numbers[0] - 1 : 0x7fffffff;
    if (high < low || high > ~0u)
        return refuse(out, "bad N");
    text_unsigned(out, low + platform_random() % (high - low + 1));
    return true;
}

static void have_handlers(struct element *element, bool write, struct words *words, struct text *out)
{
    const char *word;
    u32 size;
    bool all = true;
    while (all && script_word(words, &word, &size))
        all = script_has_handler(element, word, size, write);
    text_bool(out, all);
}

static bool turn_bytes(u32 function, const char *text, u32 size, struct text *out)
{
    i64 number;
    if (!parse_signed(text, size, INT32_MIN, 0xffffffff, &number))
        return refuse(out, "syntax error");
    if (function <= SCRIPT_NTOHS)
        text_unsigned(out, __builtin_bswap16((u16)number));
    else
        text_unsigned(out, __builtin_bswap32((u32)number));
    return true;
}

static bool variable(struct script *script, u32 function, struct words *words, struct text *out)
{
    const char *name = "args", *word;
    u32 name_size = 4, size;
    bool named = script_word(words, &word, &size);
    if (named)
        name = word, name_size = size;
    if ((!named && function == SCRIPT_GET) || words->next < words->end)
        return refuse(out, named ? "too many arguments" : "no variable");
    const char *value = script_get(script, name, name_size, &size);
    if (!value)
        return refuse(out, "undefined variable");
    if (function == SCRIPT_GET) {
        text_bytes(out, value, size);
        return true;
    }
    struct words rest = {value, value + size};
    script_word(&rest, &word, &size);
    text_bytes(out, word, size);
    script_set(script, name, name_size, rest.next, (u32)(rest.end - rest.next));
    return true;
}

bool script_function(struct element *element, u32 function, const char *parameter, u32 size, struct text *out)
{
    struct words words = {parameter, parameter + size};
    const char *word;
    bool value;
    if (function <= SCRIPT_IDIV)
        return fold(function, &words, out);
    if (function <= SCRIPT_REM)
        return remainder(function, &words, out);
    if (function <= SCRIPT_ABS)
        return sign(function, &words, out);
    if (function <= SCRIPT_LE)
        return compare(function, &words, out);
    if (function >= SCRIPT_AND && function <= SCRIPT_NOR)
        return combine_bools(function, &words, out);
    if (function >= SCRIPT_HTONS && function <= SCRIPT_NTOHL)
        return turn_bytes(function, parameter, size, out);
    switch (function) {
    case SCRIPT_NOT:
        if (!parse_bool(parameter, size, &value))
            return refuse(out, "syntax error");
        text_bool(out, !value);
        return true;
    case SCRIPT_IF:
        return choose(&words, out);
    case SCRIPT_IN:
        is_among(&words, out);
        return true;
    case SCRIPT_FIRST:
        script_word(&words, &word, &size);
        text_bytes(out, word, size);
        return true;
    case SCRIPT_RANDOM:
        return random_number(&words, out);
    case SCRIPT_NOW:
        text_time(out, platform_wall_clock());
        return true;
    case SCRIPT_READABLE:
    case SCRIPT_WRITABLE:
        have_handlers(element, function == SCRIPT_WRITABLE, &words, out);
        return true;
    case SCRIPT_LENGTH:
        text_unsigned(out, size);
        return true;
    case SCRIPT_UNQUOTE:
        unquoted(parameter, size, out);
        return true;
    case SCRIPT_SPRINTF:
        return script_format(&words, out);
    default:
        return variable(element->state, function, &words, out);
    }
}
