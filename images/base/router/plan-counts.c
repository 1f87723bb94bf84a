/* Click's codes. Those of port counts: INPUTS/OUTPUTS, each N, N-M, N-, - (any), or outputs = (as many as inputs), =+ (one more). */
#include "plan-ports.h"
#include "router.h"

static u32 number(const char **code)
{
    u32 value = 0;
    for (; **code >= '0' && **code <= '9'; ++*code)
        value = value * 10 + (u32)(**code - '0');
    return value;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool matches_inputs(const char *code, u32 count, u32 inputs)
{
    for (code++; *code == '+'; code++)
        inputs++;
    return count == inputs;
}

static bool matches(const char *code, u32 count, u32 inputs)
{
    if (*code == '=')
        return matches_inputs(code, count, inputs);
    u32 low = number(&code);
    if (*code != '-')
        return count == low;
    code++;
    return count >= low && (!is_digit(*code) || count <= number(&code));
}

const char *plan_code(const struct packed_class *class, u32 which)
{
    const char *code = CLASS(class, codes);
    while (which)
        which -= *code++ == ' ';
    return code;
}

const char *plan_output_code(const char *code)
{
    const char *half = code;
    while (*half && *half != ' ' && *half != '/')
        half++;
    return *half == '/' ? half + 1 : code;
}

/* Of a code that says one letter a port, the last one for all behind it. */
static char letter(const char *code, u32 port)
{
    for (; port && code[1] && code[1] != ' ' && code[1] != '/'; port--)
        code++;
    return *code;
}

bool plan_flows(const struct packed_class *class, u32 input, u32 output)
{
    const char *code = plan_code(class, 2);
    char from = letter(code, input);
    return from == letter(plan_output_code(code), output) && (from != '#' || input == output);
}

bool plan_check_count(const struct plan_element *element, u32 index, struct text *error)
{
    const char *code = plan_code(CLASS_AT(element->class), 0), *outputs = plan_output_code(code);
    if (matches(code, element->ninputs, element->ninputs) && matches(outputs, element->noutputs, element->ninputs))
        return true;
    text_string(error, "Plan: element ");
    text_unsigned(error, index + 1);
    text_string(error, ": a ");
    text_string(error, CLASS(CLASS_AT(element->class), name));
    text_string(error, " cannot have ");
    text_unsigned(error, element->ninputs);
    text_string(error, " inputs and ");
    text_unsigned(error, element->noutputs);
    text_string(error, " outputs");
    return false;
}
