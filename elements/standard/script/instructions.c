/* What each instruction does. Their texts stand at the end of the common one while they are needed. */
#include "bytes.h"
#include "parse.h"
#include "platform.h"
#include "script.h"

u32 script_expand_text(struct element *element, const struct script_instruction *instruction)
{
    struct text *text = script_text(element);
    u32 start = text->size;
    const u8 *template = (const u8 *)script_name(element->state, instruction) + instruction->name_size;
    script_expand(element, template, instruction->size);
    if ((instruction->flags & (SCRIPT_QUOTED | SCRIPT_HANDLER)) == SCRIPT_QUOTED)
        text->size = start + script_unquote(text->bytes + start, text->size - start);
    return start;
}

void script_assign(struct element *element, const struct script_instruction *instruction, u32 start)
{
    struct text *text = script_text(element);
    const char *name = script_name(element->state, instruction);
    u32 size = text->size - start;
    text->size = start;
    if (!script_set(element->state, name, instruction->name_size, text->bytes + start, size))
        script_complain_text(element, "no room for a variable of this size", start, "");
}

bool script_wait(struct element *element, const struct script_instruction *instruction)
{
    struct script *script = element->state;
    struct text *text = script_text(element);
    u32 start = script_expand_text(element, instruction);
    u64 time;
    bool good = parse_interval(text->bytes + start, text->size - start, &time);
    text->size = start;
    if (good)
        timer_schedule_after(&script->timer, time);
    else
        script_complain_text(element, "syntax error at 'wait'", start, "");
    return good;
}

static void print(struct element *element, const struct script_instruction *instruction, u32 start, u32 complaints)
{
    struct script *script = element->state;
    struct text *text = script_text(element);
    u32 from = start, end;
    if (instruction->flags & SCRIPT_HANDLER) {
        from = text->size;
        script_read(element, text->bytes + start, from - start, instruction->flags & SCRIPT_QUOTED);
    }
    bool ends = text->size > from && text->bytes[text->size - 1] == '\n';
    if (!ends && complaints == script->complaints && !(instruction->flags & SCRIPT_SAME_LINE))
        text_char(text, '\n');
    end = text->size;
    if (!(instruction->flags & SCRIPT_FILE))
        platform_print(text->bytes + from, end - from);
    else if (!platform_save(script_name(script, instruction), instruction->name_size,
                            instruction->flags & SCRIPT_APPEND, text->bytes + from, end - from, text))
        script_complain_text(element, "", end, "");
}

static void read(struct element *element, const struct script_instruction *instruction, u32 start)
{
    struct text *text = script_text(element), *line;
    u32 from = text->size, size;
    if (!script_read(element, text->bytes + start, from - start, instruction->flags & SCRIPT_QUOTED))
        return;
    struct words words = {text->bytes + start, text->bytes + from};
    const char *name;
    script_word(&words, &name, &size);
    struct handler handler;
    bool local = handler_find(element, name, size, &handler);
    line = router_log(element->router);
    if (local) {
        element_text_name(element, line);
        text_char(line, '.');
    }
    text_bytes(line, name, size);
    text_string(line, ":\n");
    text_bytes(line, text->bytes + from, text->size - from);
    router_log_end(element->router);
}

/* Whether there is no condition, or it is true. */
static bool holds(struct element *element, u32 start)
{
    struct text *text = script_text(element);
    bool result = true;
    if (text->size > start && !parse_bool(text->bytes + start, text->size - start, &result)) {
        script_complain_text(element, "bad condition '", start, "'");
        return false;
    }
    return result;
}

/* A wait, or the place in front of the first instruction of scripts that do not begin with one. */
static enum script_outcome pass(struct element *element, const struct script_instruction *instruction, i32 *steps)
{
    struct script *script = element->state;
    u32 *had = &script->steps[script->position];
    if (instruction->code == SCRIPT_WAIT_STEP) {
        for (; *steps && *had < instruction->argument; ++*had)
            --*steps;
        if (*had < instruction->argument)
            return SCRIPT_STAYS;
    } else if (instruction->code == SCRIPT_INITIAL) {
        *steps -= script->fresh;
        script->fresh = false;
    } else if (!*steps) {
        script->position += !script_wait(element, instruction);
        return SCRIPT_STAYS;
    } else {
        --*steps;
        timer_cancel(&script->timer);
    }
    script->position++;
    return SCRIPT_GOES_ON;
}

enum script_outcome script_execute(struct element *element, i32 *steps)
{
    struct script *script = element->state;
    struct text *text = script_text(element);
    u32 at = script->position, complaints = script->complaints;
    const struct script_instruction *instruction = &script->instructions[at];
    enum script_outcome outcome = instruction->code >= SCRIPT_ERROR ? SCRIPT_ENDS : SCRIPT_GOES_ON;
    if (instruction->code <= SCRIPT_WAIT_TIME)
        return pass(element, instruction, steps);
    if (instruction->code == SCRIPT_INIT || instruction->code == SCRIPT_LABEL)
        return script->position++, SCRIPT_GOES_ON;
    u32 start = script_expand_text(element, instruction);
    script->position = at + 1; /* the instruction may set it to another */
    switch (instruction->code) {
    case SCRIPT_PRINT:
        print(element, instruction, start, complaints);
        break;
    case SCRIPT_READ:
        read(element, instruction, start);
        break;
    case SCRIPT_WRITE:
        script_write(element, text->bytes + start, text->size - start, instruction->flags & SCRIPT_QUOTED);
        break;
    case SCRIPT_RETURN:
        outcome = SCRIPT_STAYS;
        /* fall through */
    case SCRIPT_SET:
        script_assign(element, instruction, start);
        break;
    case SCRIPT_GOTO:
        if (!holds(element, start))
            break;
        if (instruction->argument < SCRIPT_LEAVES)
            script_jump(script, instruction->argument, at + 1);
        else
            outcome = SCRIPT_ENDS;
        break;
    case SCRIPT_ERROR:
        if (instruction->size)
            script_complain_text(element, "", start, "");
        break;
    }
    text->size = start;
    if (outcome != SCRIPT_GOES_ON)
        script->position = at;
    return outcome;
}
