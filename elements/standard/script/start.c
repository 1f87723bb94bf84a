/* From what an argument says to a script that runs. */
#include "bytes.h"
#include "platform.h"
#include "script.h"

#define LEAST_ROOM 4096u
#define MOST_ROOM 65536u

static bool check(const struct script *script, u32 size, const struct script_instruction *instruction)
{
    u64 end = (u64)instruction->offset + instruction->name_size + instruction->size;
    bool leads = instruction->code != SCRIPT_GOTO || instruction->argument < script->count ||
                 instruction->argument >= SCRIPT_LEAVES;
    return instruction->code < SCRIPT_CODES && end <= size && leads;
}

/* A part of what is left, so that scripts never take all of it. */
static bool make_text(struct element *element, struct text *text, struct text *error)
{
    u64 room = platform_memory_left() / 256;
    text->capacity = room < LEAST_ROOM ? LEAST_ROOM : room > MOST_ROOM ? MOST_ROOM : (u32)room;
    text->bytes = element_memory(element, text->capacity, error);
    return text->bytes != NULL;
}

static bool find_place(struct element *element, struct text *error)
{
    struct script *script = element->state;
    struct router *router = element->router;
    bool ports = element->ninputs || element->noutputs;
    if (script->type == SCRIPT_PACKET ? !element->ninputs : ports) {
        text_string(error, ports ? "ports allowed only on PACKET scripts" : "PACKET script must have inputs");
        return false;
    }
    if (script->type != SCRIPT_DRIVER)
        return true;
    if (router->driver) {
        text_string(error, "router has more than one driver script");
        return false;
    }
    router->driver = element;
    router->ask_driver = script_ask;
    return true;
}

bool script_start(struct element *element, u32 type, struct plan_bytes bytes, struct text *error)
{
    struct script *script = element->state;
    struct text *common = script_text(element);
    script->bytes = element_bytes(element, bytes);
    script->instructions = (const void *)(script->bytes + 8);
    script->count = bytes.size < 8 ? 0 : load32(script->bytes);
    script->type = (u8)type;
    bool good = script->count && script->count <= (bytes.size - 8) / sizeof *script->instructions;
    for (u32 i = 0; good && i < script->count; i++)
        good = check(script, bytes.size, &script->instructions[i]);
    if (!good) {
        text_string(error, "damaged script");
        return false;
    }
    timer_init(&script->timer, element, script_expire);
    script->steps = element_memory(element, script->count * sizeof *script->steps, error);
    return script->steps && find_place(element, error) && make_text(element, &script->variables, error) &&
           (common->bytes || make_text(element, common, error));
}

bool script_ready(struct element *element, struct text *error)
{
    struct script *script = element->state;
    const struct script_instruction *first = script->instructions;
    (void)error;
    script_set(script, "args", 4, "", 0);
    for (u32 i = 0; i < script->count; i++)
        if (first[i].code == SCRIPT_INIT)
            script_assign(element, &first[i], script_expand_text(element, &first[i]));
    if (script->type != SCRIPT_ACTIVE && script->type != SCRIPT_DRIVER)
        return true;
    script->fresh = first->code == SCRIPT_INITIAL;
    if (first->code == SCRIPT_WAIT_TIME)
        script_wait(element, first);
    else if (script->fresh && script->type == SCRIPT_DRIVER)
        element->router->runs--;
    else if (script->fresh)
        timer_schedule_after(&script->timer, 0);
    return true;
}
