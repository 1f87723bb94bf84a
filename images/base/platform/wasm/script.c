#include "script.h"

#include "bytes.h"
#include "parse.h"
#include "platform.h"

struct text script_text;

#define MOST_JUMPS 1000u
#define LEAST_ROOM 4096u
#define MOST_ROOM 65536u

enum step { BY_HANDLER, BY_ROUTER, BY_TIMER };

static const char *name_of(const struct script *script, const struct script_instruction *instruction)
{
    return (const char *)script->bytes + instruction->offset;
}

/* SET, INIT, LABEL and PRINT have a name in front of their template. */
static u32 name_size(const struct script_instruction *instruction)
{
    u32 code = instruction->code;
    bool named = code == SCRIPT_SET || code == SCRIPT_INIT || code == SCRIPT_LABEL || code == SCRIPT_PRINT;
    return named ? instruction->argument : 0;
}

/* Expands the instruction's template at the end of the common text; returns where it begins. */
static u32 expand(struct element *element, const struct script_instruction *instruction)
{
    u32 start = script_text.size;
    script_expand(element, name_of(element->state, instruction) + name_size(instruction), instruction->size);
    return start;
}

static bool check(const struct script *script, u32 size, const struct script_instruction *instruction)
{
    u64 end = (u64)instruction->offset + name_size(instruction) + instruction->size;
    bool leads = instruction->code != SCRIPT_GOTO || instruction->argument < script->count ||
                 instruction->argument >= SCRIPT_LEAVES;
    return instruction->code < SCRIPT_CODES && end <= size && leads;
}

/* A part of what is left, so that scripts never take all of it. */
static u32 room(void)
{
    u64 room = platform_memory_left() / 256;
    return room < LEAST_ROOM ? LEAST_ROOM : room > MOST_ROOM ? MOST_ROOM : (u32)room;
}

static bool make_text(struct element *element, struct text *text, struct text *error)
{
    text->capacity = room();
    text->bytes = element_memory(element, text->capacity, error);
    return text->bytes != NULL;
}

static void asked(struct element *element)
{
    script_step(element, "router", 6, NULL);
}

static bool find_place(struct element *element, struct text *error)
{
    struct script *script = element->state;
    bool ports = element->ninputs || element->noutputs;
    if (script->type == SCRIPT_PACKET ? !element->ninputs : ports) {
        text_string(error, ports ? "ports allowed only on PACKET scripts" : "PACKET script must have inputs");
        return false;
    }
    if (script->type != SCRIPT_DRIVER)
        return true;
    if (element->router->driver) {
        text_string(error, "router has more than one driver script");
        return false;
    }
    element->router->driver = element;
    element->router->ask_driver = asked;
    return true;
}

static void expire(struct element *element, struct timer *timer);

bool script_start(struct element *element, u32 type, struct plan_bytes bytes, struct text *error)
{
    struct script *script = element->state;
    script->bytes = element_bytes(element, bytes);
    script->instructions = (const void *)(script->bytes + 8);
    script->count = bytes.size < 8 ? 0 : load32(script->bytes);
    script->type = (u8)type;
    bool good = script->count && script->count <= (bytes.size - 8) / sizeof *script->instructions;
    for (u32 i = 0; good && i < script->count; i++)
        good = check(script, bytes.size, &script->instructions[i]);
    if (!good)
        text_string(error, "damaged script");
    script->steps = good ? element_memory(element, script->count * sizeof *script->steps, error) : NULL;
    if (!script->steps || !find_place(element, error) || !make_text(element, &script->variables, error))
        return false;
    timer_init(&script->timer, element, expire);
    return script_text.bytes || make_text(element, &script_text, error);
}

static void complain(struct element *element, const char *before, u32 start, const char *after)
{
    struct text *text = &script_text, *line = script_complain(element);
    text_string(line, before);
    text_bytes(line, text->bytes + start, text->size - start);
    text_string(line, after);
    script_complain_end(element);
}

/* Sets a variable to the text behind `start`. */
static void set(struct element *element, const char *name, u32 size, u32 start, bool quoted)
{
    struct text *text = &script_text;
    if (quoted)
        text->size = start + script_unquote(text->bytes + start, text->size - start);
    if (!script_set(element->state, name, size, text->bytes + start, text->size - start))
        complain(element, "no room for a variable of this size", text->size, "");
}

static bool wait(struct element *element, const struct script_instruction *instruction)
{
    struct script *script = element->state;
    struct text *text = &script_text;
    u32 start = expand(element, instruction);
    u64 time;
    bool good = parse_interval(text->bytes + start, text->size - start, &time);
    text->size = start;
    if (good)
        timer_schedule_after(&script->timer, time);
    else
        complain(element, "syntax error at 'wait'", start, "");
    return good;
}

bool script_ready(struct element *element, struct text *error)
{
    struct script *script = element->state;
    const struct script_instruction *first = script->instructions;
    (void)error;
    script_set(script, "args", 4, "", 0);
    for (u32 i = 0; i < script->count; i++)
        if (first[i].code == SCRIPT_INIT) {
            u32 start = expand(element, &first[i]);
            set(element, name_of(script, &first[i]), name_size(&first[i]), start, first[i].flags & SCRIPT_QUOTED);
            script_text.size = start;
        }
    if (script->type != SCRIPT_ACTIVE && script->type != SCRIPT_DRIVER)
        return true;
    script->fresh = first->code == SCRIPT_INITIAL;
    if (first->code == SCRIPT_WAIT_TIME)
        wait(element, first);
    else if (script->fresh && script->type == SCRIPT_DRIVER)
        element->router->runs--;
    else if (script->fresh)
        timer_schedule_after(&script->timer, 0);
    return true;
}

static void print(struct element *element, const struct script_instruction *instruction)
{
    struct script *script = element->state;
    struct text *text = &script_text;
    u32 before = script->complaints, start = expand(element, instruction), from = text->size;
    char reason[256];
    struct text error = TEXT_IN(reason);
    if (instruction->flags & SCRIPT_HANDLER) {
        script_read(element, text->bytes + start, from - start, instruction->flags & SCRIPT_QUOTED);
    } else {
        from = start;
        text->size = from + script_unquote(text->bytes + from, text->size - from);
    }
    bool ends = text->size > from && text->bytes[text->size - 1] == '\n';
    if (!ends && before == script->complaints && !(instruction->flags & SCRIPT_SAME_LINE))
        text_char(text, '\n');
    if (!(instruction->flags & SCRIPT_FILE))
        platform_print(text->bytes + from, text->size - from);
    else
        platform_save(name_of(script, instruction), name_size(instruction), instruction->flags & SCRIPT_APPEND,
                      text->bytes + from, text->size - from, &error);
    if (error.size) {
        text->size = start;
        text_bytes(text, error.bytes, error.size);
        complain(element, "", start, "");
    }
}

static void read(struct element *element, const struct script_instruction *instruction)
{
    struct text *text = &script_text, *line;
    u32 start = expand(element, instruction), from = text->size, size = 0;
    if (!script_read(element, text->bytes + start, from - start, instruction->flags & SCRIPT_QUOTED))
        return;
    struct words words = {text->bytes + start, text->bytes + from};
    const char *name;
    script_word(&words, &name, &size);
    bool local = handler_find(element, name, size) != NULL;
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
static bool holds(struct element *element, const struct script_instruction *instruction)
{
    struct text *text = &script_text;
    u32 start = expand(element, instruction);
    bool result = true;
    if (text->size > start && !parse_bool(text->bytes + start, text->size - start, &result)) {
        complain(element, "bad condition '", start, "'");
        return false;
    }
    return result;
}

static void jump(struct script *script, u32 to, u32 from)
{
    for (u32 i = to; i < from; i++)
        script->steps[i] = 0;
    script->position = to;
}

/* One that neither waits nor ends the script. `at` is where the next one is unless it jumps. */
static void execute(struct element *element, const struct script_instruction *instruction, u32 at)
{
    struct script *script = element->state;
    struct text *text = &script_text;
    u32 start = text->size;
    switch (instruction->code) {
    case SCRIPT_PRINT:
        print(element, instruction);
        break;
    case SCRIPT_READ:
        read(element, instruction);
        break;
    case SCRIPT_WRITE:
        expand(element, instruction);
        script_write(element, text->bytes + start, text->size - start, instruction->flags & SCRIPT_QUOTED);
        break;
    case SCRIPT_SET:
        expand(element, instruction);
        set(element, name_of(script, instruction), name_size(instruction), start, instruction->flags & SCRIPT_QUOTED);
        break;
    case SCRIPT_GOTO:
        if (instruction->argument < SCRIPT_LEAVES && holds(element, instruction))
            jump(script, instruction->argument, at);
        break;
    }
    text->size = start;
}

static bool leaves(struct element *element, const struct script_instruction *instruction)
{
    struct text *text = &script_text;
    u32 start = text->size;
    bool result = instruction->code >= SCRIPT_ERROR;
    if (instruction->code == SCRIPT_RETURN) {
        expand(element, instruction);
        set(element, "_", 1, start, instruction->flags & SCRIPT_QUOTED);
        result = true;
    } else if (instruction->code == SCRIPT_ERROR && instruction->size) {
        expand(element, instruction);
        if (instruction->flags & SCRIPT_QUOTED)
            text->size = start + script_unquote(text->bytes + start, text->size - start);
        complain(element, "", start, "");
    } else if (instruction->code == SCRIPT_GOTO && instruction->argument >= SCRIPT_LEAVES) {
        result = holds(element, instruction);
    }
    text->size = start;
    return result;
}

/* Whether the script stays where it is; `steps` is how many waits it may still pass. */
static bool waits(struct element *element, const struct script_instruction *instruction, i32 *steps)
{
    struct script *script = element->state;
    u32 *had = &script->steps[instruction - script->instructions];
    switch (instruction->code) {
    case SCRIPT_INITIAL:
        *steps -= script->fresh;
        script->fresh = false;
        return false;
    case SCRIPT_WAIT_STEP:
        for (; *steps && *had < instruction->argument; ++*had)
            --*steps;
        return *had < instruction->argument;
    case SCRIPT_WAIT_TIME:
        if (!*steps)
            return wait(element, instruction) || ++script->position;
        --*steps;
        timer_cancel(&script->timer);
        return false;
    default:
        return false;
    }
}

/* Goes on past so many waits. Leaving is final for the driver; waiting keeps the router alive. */
static void go(struct element *element, i32 steps, enum step kind, u32 *jumps)
{
    struct script *script = element->state;
    while (steps >= 0 && script->position < script->count && *jumps < MOST_JUMPS) {
        const struct script_instruction *instruction = &script->instructions[script->position];
        u32 at = script->position + 1;
        if (instruction->code == SCRIPT_STOP && kind != BY_ROUTER)
            router_stop(element->router);
        if (leaves(element, instruction)) {
            if (instruction->code == SCRIPT_RETURN)
                break;
            return;
        }
        if (waits(element, instruction, &steps))
            break;
        script->position = at;
        execute(element, instruction, at);
        *jumps += script->position != at;
    }
    if (*jumps >= MOST_JUMPS) {
        struct text *line = router_log(element->router);
        element_describe(element, line);
        text_string(line, ": too many jumps, giving up");
        router_log_end(element->router);
        script->position = script->count;
        timer_cancel(&script->timer);
    }
    if (kind == BY_ROUTER)
        element->router->runs++;
}

/* Where the script asks itself for steps, it takes them when it is done with those it has. */
static void run(struct element *element, i32 steps, enum step kind)
{
    struct script *script = element->state;
    u32 jumps = 0;
    if (script->running) {
        script->more += steps;
        return;
    }
    script->running = true;
    for (; steps >= 0; steps = script->more) {
        script->more = -1;
        go(element, steps, kind, &jumps);
        jumps++;
        kind = BY_HANDLER;
    }
    script->running = false;
}

static void expire(struct element *element, struct timer *timer)
{
    struct script *script = element->state;
    (void)timer;
    script->errors = NULL;
    script->complaints = 0;
    run(element, 1, BY_TIMER);
}

/* The code that the script stands at, a label to leave by as that code. */
static u32 last_code(const struct script *script)
{
    if (script->position >= script->count)
        return SCRIPT_CODES;
    const struct script_instruction *last = &script->instructions[script->position];
    return last->code == SCRIPT_GOTO ? last->argument & 0xff : last->code;
}

static bool call(struct element *element, i32 steps, enum step kind, struct text *error)
{
    struct script *script = element->state;
    struct text *before = script->errors;
    u32 complaints = script->complaints;
    script->errors = error;
    script->complaints = 0;
    run(element, steps, kind);
    bool good = !script->complaints && last_code(script) != SCRIPT_ERROR;
    script->errors = before;
    script->complaints = complaints;
    return good;
}

bool script_step(struct element *element, const char *value, u32 size, struct text *error)
{
    i64 steps = 1;
    bool router = parse_equal(value, size, "router");
    if (size && !router && !handler_write_signed(value, size, 0, INT32_MAX, &steps, error))
        return false;
    return call(element, (i32)steps, router ? BY_ROUTER : BY_HANDLER, error);
}

bool script_goto(struct element *element, const char *value, u32 size, struct text *error)
{
    struct script *script = element->state;
    u32 at = 0;
    for (; at < script->count; at++) {
        const struct script_instruction *label = &script->instructions[at];
        if (label->code == SCRIPT_LABEL && label->argument == size && memcmp(name_of(script, label), value, size) == 0)
            break;
    }
    if (at == script->count && (parse_equal(value, size, "begin") || parse_equal(value, size, "loop")))
        at = 0;
    if (at == script->count) {
        text_string(error, "jump to nonexistent label");
        return false;
    }
    jump(script, at, script->count);
    return script->running || call(element, 0, BY_HANDLER, error);
}

bool script_run(struct element *element, const char *name, u32 size, const char *value, u32 value_size,
                struct text *out, struct text *error)
{
    struct script *script = element->state;
    u32 length;
    script->handler = name;
    script->handler_size = size;
    script->writes = !out;
    script->position = 0;
    if (!script_set(script, "args", 4, value, value_size))
        script_set(script, "args", 4, "", 0);
    bool good = script->running || call(element, 0, BY_HANDLER, error);
    const char *result = last_code(script) == SCRIPT_RETURN ? script_get(script, "_", 1, &length) : NULL;
    if (out && result)
        text_bytes(out, result, length);
    return out ? last_code(script) != SCRIPT_ERROR : good;
}

bool script_write_set(struct element *element, const char *value, u32 size, struct text *error)
{
    struct words words = {value, value + size};
    const char *name;
    u32 name_size;
    if (!script_word(&words, &name, &name_size))
        text_string(error, "no variable");
    else if (!script_set(element->state, name, name_size, words.next, (u32)(words.end - words.next)))
        text_string(error, "no room for a variable of this size");
    return !error->size;
}

/* The output for a packet; ~0: none. */
static u32 output_for(struct element *element, u32 port)
{
    struct script *script = element->state;
    struct text *text = &script_text;
    u32 start = text->size, length;
    u64 output = ~0u;
    text_unsigned(text, port);
    set(element, "input", 5, start, false);
    text->size = start;
    script->position = 0;
    script->errors = NULL;
    script->complaints = 0;
    run(element, 0, BY_HANDLER);
    if (last_code(script) == SCRIPT_END)
        return 0;
    const char *value = last_code(script) == SCRIPT_RETURN ? script_get(script, "_", 1, &length) : NULL;
    if (value)
        parse_unsigned(value, length, 0xffff, &output);
    return (u32)output;
}

void script_push(struct element *element, u32 port, struct batch *batch)
{
    struct script *script = element->state;
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        struct batch one = BATCH_EMPTY;
        batch_append(&one, packet);
        script->drops += output_push_checked(element, output_for(element, port), &one);
    }
}

void script_pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct script *script = element->state;
    struct batch batch = BATCH_EMPTY;
    struct packet *packet;
    (void)port;
    input_pull(element, 0, max, &batch);
    while ((packet = batch_take(&batch))) {
        struct batch one = BATCH_EMPTY;
        u32 output = output_for(element, 0);
        batch_append(&one, packet);
        if (output)
            script->drops += output_push_checked(element, output, &one);
        else
            batch_move(into, &one);
    }
}
