#include "elements/Script.h"

#include "script/script.h"

_Static_assert((int)FUNCTION_shift + 1 == (int)SCRIPT_FUNCTIONS, "the order of script functions");

static bool start(struct element *element, struct text *error)
{
    const struct Script_args *args = element->args;
    u32 type = element->ninputs || element->noutputs ? SCRIPT_PACKET : SCRIPT_ACTIVE;
    return script_start(element, args->has_type ? args->type : type, args->instruction, error);
}

const struct element_class Script_class = {
    Script_COMMON,
    .state_size = sizeof(struct script),
    .start = start,
    .ready = script_ready,
    .push = script_push,
    .pull = script_pull,
    .extras = EXTRAS(.own_handler = script_exported, .read_own = script_read_exported),
};
