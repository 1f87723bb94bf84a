/* The handlers of Script and DriverManager. */

#include "script.h"

bool script_write_step(struct element *element, const char *value, u32 size, struct text *error)
{
    return script_step(element, value, size, error);
}

bool script_write_goto(struct element *element, const char *value, u32 size, struct text *error)
{
    return script_goto(element, value, size, error);
}

bool script_query_run(struct element *element, const char *parameter, u32 size, struct text *out)
{
    return script_run(element, "run", 3, parameter, size, out, NULL);
}

bool script_write_run(struct element *element, const char *value, u32 size, struct text *error)
{
    return script_run(element, "run", 3, value, size, NULL, error);
}

bool script_query_function(struct element *element, const char *parameter, u32 size, struct text *out)
{
    return script_function(element, element->router->handler_number, parameter, size, out);
}

void script_read_drops(struct element *element, struct text *out)
{
    const struct script *script = element->state;
    text_unsigned(out, script->drops);
}
