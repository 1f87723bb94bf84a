#include "elements/DriverManager.h"

#include "script/script.h"

_Static_assert((int)FUNCTION_shift + 1 == (int)SCRIPT_FUNCTIONS, "the order of script functions");

static bool start(struct element *element, struct text *error)
{
    const struct DriverManager_args *args = element->args;
    return script_start(element, args->type, args->instruction, error);
}

const struct element_class DriverManager_class = {
    DriverManager_COMMON,
    .state_size = sizeof(struct script),
    .start = start,
    .ready = script_ready,
    .push = script_push,
    .pull = script_pull,
    .extras = EXTRAS(.own_handler = script_exported, .read_own = script_read_exported),
};
