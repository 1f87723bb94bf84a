/* What scripts compute: read handlers with parameters. */
#include "bytes.h"
#include "call.h"
#include "number.h"
#include "parse.h"
#include "platform.h"

bool script_next(struct script_call *call)
{
    return script_word(&call->words, &call->word, &call->size);
}

bool script_refuse(struct script_call *call, const char *why)
{
    text_string(call->out, why);
    return false;
}

static bool is_over(const struct script_call *call)
{
    return call->words.next == call->words.end;
}

static bool next_number(struct script_call *call, struct number *number)
{
    return script_next(call) && number_parse(call->word, call->size, number);
}

static void combine(u32 function, struct number *a, struct number *b)
{
    if (function == SCRIPT_MIN || function == SCRIPT_MAX) {
        if (number_compare(a, b) != (function == SCRIPT_MIN ? -1 : 1))
            *a = *b;
    } else if (function == SCRIPT_MUL) {
        number_multiply(a, b);
    } else if (function == SCRIPT_ADD || function == SCRIPT_SUB) {
        b->negative ^= function == SCRIPT_SUB;
        number_add(a, b);
    } else {
        number_divide(a, b);
    }
}

/* All numbers, from the left to the right. */
static bool fold(struct script_call *call)
{
    u32 function = call->function;
    bool divides = function == SCRIPT_DIV || function == SCRIPT_IDIV;
    struct number numbers[2] = {{.digits = function >= SCRIPT_MIN}};
    script_rest(&call->words);
    for (u32 at = 0; !is_over(call); at = 1) {
        if (!next_number(call, &numbers[at]))
            return script_refuse(call, "expected list of numbers");
        if (at && divides && !numbers[1].digits) {
            text_string(call->out, !numbers->digits ? "-nan" : numbers->negative ? "-inf" : "inf");
            return true;
        }
        numbers[1].real |= at && numbers->real;
        if (at)
            combine(function, numbers, numbers + 1);
        numbers->real |= divides;
    }
    if (function == SCRIPT_IDIV)
        number_truncate(numbers);
    number_write(call->out, numbers);
    return true;
}

static bool remainder(struct script_call *call)
{
    struct number a, b, times, by;
    if (!next_number(call, &a) || !next_number(call, &b) || !is_over(call) || !b.digits ||
        (call->function == SCRIPT_MOD && (a.real || b.real)))
        return script_refuse(call, "expected two numbers");
    times = a;
    by = b;
    number_divide(&times, &by);
    number_truncate(&times);
    number_multiply(&times, &b);
    times.negative = !a.negative;
    number_add(&a, &times);
    number_write(call->out, &a);
    return true;
}

static bool sign(struct script_call *call)
{
    struct number number;
    if (!next_number(call, &number) || !is_over(call))
        return script_refuse(call, "expected one number");
    number.negative = call->function == SCRIPT_NEG && !number.negative && number.digits;
    number_write(call->out, &number);
    return true;
}

/* A word without its quotes, at the end of the answer. */
static u32 unquoted(struct text *out, const char *word, u32 size)
{
    u32 start = out->size;
    text_bytes(out, word, size);
    size = script_unquote(out->bytes + start, out->size - start);
    out->size = start + size;
    return size;
}

/* Below, at or above 0: how two words compare as bytes. */
static i32 compare_words(struct script_call *call, const char *a, u32 a_size)
{
    struct text *out = call->out;
    u32 start = out->size;
    a_size = unquoted(out, a, a_size);
    u32 b_size = unquoted(out, call->word, call->size);
    i32 order = memcmp(out->bytes + start, out->bytes + start + a_size, a_size < b_size ? a_size : b_size);
    out->size = start;
    return order ? order : (i32)a_size - (i32)b_size;
}

static bool compare(struct script_call *call)
{
    struct number a, b;
    bool first = script_next(call);
    const char *word = call->word;
    u32 size = call->size;
    if (!first || !script_next(call) || !is_over(call))
        return script_refuse(call, "expected two numbers");
    bool numbers = number_parse(word, size, &a) && number_parse(call->word, call->size, &b);
    i32 order = numbers ? number_compare(&a, &b) : compare_words(call, word, size);
    u32 holds = order < 0 ? 1 << SCRIPT_LT | 1 << SCRIPT_LE | 1 << SCRIPT_NE
                : order   ? 1 << SCRIPT_GT | 1 << SCRIPT_GE | 1 << SCRIPT_NE
                          : 1 << SCRIPT_EQ | 1 << SCRIPT_LE | 1 << SCRIPT_GE;
    text_bool(call->out, holds >> call->function & 1);
    return true;
}

static bool combine_bools(struct script_call *call)
{
    u32 function = call->function;
    bool all = function <= SCRIPT_NAND, result = all;
    while (result == all && !is_over(call))
        if (!script_next(call) || !parse_bool(call->word, call->size, &result))
            return script_refuse(call, "syntax error");
    text_bool(call->out, result != (function == SCRIPT_NAND || function == SCRIPT_NOR));
    return true;
}

static bool choose(struct script_call *call)
{
    bool first;
    script_next(call);
    if (!parse_bool(call->word, call->size, &first))
        return script_refuse(call, "syntax error");
    script_next(call);
    if (!first)
        script_next(call);
    text_bytes(call->out, call->word, call->size);
    return true;
}

static bool is_among(struct script_call *call)
{
    script_next(call);
    const char *word = call->word;
    u32 size = call->size;
    bool found = false;
    while (!found && script_next(call))
        found = compare_words(call, word, size) == 0;
    text_bool(call->out, found);
    return true;
}

static bool random_number(struct script_call *call)
{
    u64 numbers[2] = {0x80000000, 0}, low = 0, high;
    u32 count = 0;
    while (script_next(call))
        if (count == 2 || !parse_unsigned(call->word, call->size, ~0u, &numbers[count++]))
            return script_refuse(call, "bad N");
    high = numbers[0] - 1;
    if (count == 2)
        low = numbers[0], high = numbers[1];
    if (high < low || high > ~0u)
        return script_refuse(call, "bad N");
    text_unsigned(call->out, low + platform_random() % (high - low + 1));
    return true;
}

static bool have_handlers(struct script_call *call)
{
    bool all = true;
    while (all && script_next(call))
        all = script_has_handler(call->element, call->word, call->size, call->function == SCRIPT_WRITABLE);
    text_bool(call->out, all);
    return true;
}

static bool turn_bytes(struct script_call *call)
{
    i64 number;
    if (!parse_signed(call->words.next, (u32)(call->words.end - call->words.next), INT32_MIN, 0xffffffff, &number))
        return script_refuse(call, "syntax error");
    u32 turned = __builtin_bswap32((u32)number);
    text_unsigned(call->out, call->function <= SCRIPT_NTOHS ? turned >> 16 : turned);
    return true;
}

static bool variable(struct script_call *call)
{
    struct script *script = call->element->state;
    bool named = script_next(call), shift = call->function == SCRIPT_SHIFT;
    const char *name = named ? call->word : "args";
    u32 name_size = named ? call->size : 4;
    if ((!named && !shift) || !is_over(call))
        return script_refuse(call, named ? "too many arguments" : "no variable");
    call->words.next = script_get(script, name, name_size, &call->size);
    if (!call->words.next)
        return script_refuse(call, "undefined variable");
    call->words.end = call->words.next + call->size;
    call->word = call->words.next;
    if (shift)
        script_next(call);
    text_bytes(call->out, call->word, call->size);
    if (shift)
        script_set(script, name, name_size, call->words.next, (u32)(call->words.end - call->words.next));
    return true;
}

static bool plain(struct script_call *call)
{
    struct text *out = call->out;
    const char *text = call->words.next;
    u32 size = (u32)(call->words.end - text);
    bool value;
    switch (call->function) {
    case SCRIPT_NOT:
        if (!parse_bool(text, size, &value))
            return script_refuse(call, "syntax error");
        text_bool(out, !value);
        break;
    case SCRIPT_FIRST:
        script_next(call);
        text_bytes(out, call->word, call->size);
        break;
    case SCRIPT_NOW:
        text_time(out, platform_wall_clock());
        break;
    case SCRIPT_LENGTH:
        text_unsigned(out, size);
        break;
    default:
        unquoted(out, text, size);
    }
    return true;
}

/* What runs the functions up to each, from the one behind those before it. */
static const struct {
    u8 last;
    bool (*run)(struct script_call *call);
} kinds[] = {
    {SCRIPT_IDIV, fold},
    {SCRIPT_REM, remainder},
    {SCRIPT_ABS, sign},
    {SCRIPT_LE, compare},
    {SCRIPT_NOT, plain},
    {SCRIPT_NOR, combine_bools},
    {SCRIPT_IF, choose},
    {SCRIPT_IN, is_among},
    {SCRIPT_FIRST, plain},
    {SCRIPT_RANDOM, random_number},
    {SCRIPT_NOW, plain},
    {SCRIPT_WRITABLE, have_handlers},
    {SCRIPT_UNQUOTE, plain},
    {SCRIPT_NTOHL, turn_bytes},
    {SCRIPT_SPRINTF, script_format},
    {SCRIPT_SHIFT, variable},
};

bool script_function(struct element *element, u32 function, const char *parameter, u32 size, struct text *out)
{
    struct script_call call = {element, {parameter, parameter + size}, parameter, 0, out, function};
    u32 kind = 0;
    while (kinds[kind].last < function)
        kind++;
    return kinds[kind].run(&call);
}
