/* How a script goes from one instruction to the next, and who makes it. */
#include "script.h"

#define MOST_JUMPS 1000u

void script_jump(struct script *script, u32 to, u32 from)
{
    for (u32 i = to; i < from; i++)
        script->steps[i] = 0;
    script->position = to;
}

u32 script_stands_at(const struct script *script)
{
    if (script->position >= script->count)
        return SCRIPT_CODES;
    const struct script_instruction *last = &script->instructions[script->position];
    return last->code == SCRIPT_GOTO ? last->argument & 0xff : last->code; /* a label to leave by, as that code */
}

const char *script_returned(const struct script *script, u32 *size)
{
    return script_stands_at(script) == SCRIPT_RETURN ? script_get(script, "_", 1, size) : NULL;
}

static void give_up(struct element *element)
{
    struct script *script = element->state;
    struct text *line = router_log(element->router);
    element_describe(element, line);
    text_string(line, ": too many jumps, giving up");
    router_log_end(element->router);
    script->position = script->count;
    timer_cancel(&script->timer);
}

/* Goes on past so many waits. Ending is final for the driver; waiting keeps the router alive. */
static void go(struct element *element, i32 steps, enum script_step kind, u32 *jumps)
{
    struct script *script = element->state;
    enum script_outcome outcome = SCRIPT_GOES_ON;
    while (outcome == SCRIPT_GOES_ON && steps >= 0 && script->position < script->count && *jumps < MOST_JUMPS) {
        u32 at = script->position;
        if (script->instructions[at].code == SCRIPT_STOP && kind != SCRIPT_BY_ROUTER)
            router_stop(element->router);
        outcome = script_execute(element, &steps);
        *jumps += outcome == SCRIPT_GOES_ON && script->position != at + 1;
    }
    if (outcome == SCRIPT_ENDS)
        return;
    if (*jumps >= MOST_JUMPS)
        give_up(element);
    element->router->runs += kind == SCRIPT_BY_ROUTER;
}

/* Where the script asks itself for steps, it takes them when it is done with those it has. */
static void run(struct element *element, i32 steps, enum script_step kind)
{
    struct script *script = element->state;
    u32 jumps = 0;
    if (script->running) {
        script->more += steps;
        return;
    }
    if (!script_descend(element))
        return;
    script->running = true;
    for (; steps >= 0; steps = script->more) {
        script->more = -1;
        go(element, steps, kind, &jumps);
        jumps++;
        kind = SCRIPT_BY_HANDLER;
    }
    element->router->scripts--;
    script->running = false;
}

bool script_call(struct element *element, i32 steps, enum script_step kind, struct text *error)
{
    struct script *script = element->state;
    struct text *before = script->errors;
    u32 complaints = script->complaints;
    script->errors = error;
    script->complaints = 0;
    run(element, steps, kind);
    bool good = !script->complaints && script_stands_at(script) != SCRIPT_ERROR;
    script->errors = before;
    script->complaints = complaints;
    return good;
}

void script_expire(struct element *element, struct timer *timer)
{
    (void)timer;
    script_call(element, 1, SCRIPT_BY_TIMER, NULL);
}

void script_ask(struct element *element)
{
    script_call(element, 1, SCRIPT_BY_ROUTER, NULL);
}
