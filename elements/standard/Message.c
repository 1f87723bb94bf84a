#include "elements/Message.h"

/* In place of a type: whoever read the configuration has told it, where it stands there. */
enum { TOLD = 3 };

static bool start(struct element *element, struct text *error)
{
    const struct Message_args *args = element->args;
    if (args->type != Message_TYPE_ERROR)
        return true;
    text_bytes(error, element_bytes(element, args->message), args->message.size);
    return false;
}

static bool ready(struct element *element, struct text *error)
{
    const struct Message_args *args = element->args;
    struct text *line = router_log(element->router);
    (void)error;
    if (args->type == TOLD)
        return true;
    if (args->type == Message_TYPE_WARNING)
        text_string(line, "warning: ");
    text_bytes(line, element_bytes(element, args->message), args->message.size);
    router_log_end(element->router);
    return true;
}

const struct element_class Message_class = {
    Message_COMMON,
    .start = start,
    .ready = ready,
};
