/*
 * Takes input in pieces of any size, cuts it into command lines (and the data that READDATA and WRITEDATA
 * announce), and answers each with one call of platform_answer().
 */
#include "control.h"

#include "bytes.h"
#include "command.h"
#include "platform.h"
#include "router.h"

#define INPUT_SIZE 8192u
#define ANSWER_SIZE 16384u

struct control {
    char *input; /* the command line, then its data */
    u32 size;
    u32 line_size;    /* of the line, once data is awaited */
    u64 data_wanted;  /* bytes of data that are still to come */
    bool too_long;    /* what comes is thrown away up to the line's, or the data's, end */
    bool after_return; /* a line feed now belongs to the line's end before */
    struct text answer;
};

bool control_make(struct router *router, struct text *error)
{
    u64 answer = ANSWER_SIZE + 2 * (u64)router->plan->flat_size;
    struct control *control = element_memory(&router->root, sizeof *control, error);
    if (!control)
        return false;
    control->input = element_memory(&router->root, INPUT_SIZE, error);
    control->answer.bytes = element_memory(&router->root, answer, error);
    control->answer.capacity = (u32)answer;
    router->control = control;
    return control->input && control->answer.bytes;
}

static void keep(struct control *control, const char *bytes, u32 size)
{
    u32 room = INPUT_SIZE - control->size;
    if (size > room) {
        control->too_long = true;
        size = room;
    }
    memcpy(control->input + control->size, bytes, size);
    control->size += size;
}

static void execute(struct router *router)
{
    struct control *control = router->control;
    u32 line = control->line_size;
    struct command command = command_parse(control->input, line);
    control->answer.size = 0;
    control->answer.truncated = false;
    if (control->too_long)
        command_refuse(&command, &control->answer);
    else
        command_run(router, &command, control->input + line, control->size - line, &control->answer);
    if (control->answer.size)
        platform_answer(control->answer.bytes, control->answer.size);
    control->size = 0;
    control->line_size = 0;
    control->too_long = false;
}

static void end_of_line(struct router *router)
{
    struct control *control = router->control;
    struct command command = command_parse(control->input, control->size);
    control->line_size = control->size;
    control->data_wanted = control->too_long ? 0 : command.data_size;
    if (!control->data_wanted)
        execute(router);
}

/* Takes data, or a piece of a line, or an end of line; returns how many bytes. */
static u32 take(struct router *router, const char *bytes, u32 size)
{
    struct control *control = router->control;
    u32 length = 0;
    if (control->data_wanted) {
        length = control->data_wanted < size ? (u32)control->data_wanted : size;
        keep(control, bytes, length);
        control->data_wanted -= length;
        if (!control->data_wanted)
            execute(router);
        return length;
    }
    while (length < size && bytes[length] != '\n' && bytes[length] != '\r')
        length++;
    keep(control, bytes, length);
    if (length == size)
        return length;
    control->after_return = bytes[length] == '\r';
    end_of_line(router);
    return length + 1;
}

void control_input(struct router *router, const char *bytes, u32 size)
{
    struct control *control = router->control;
    router->now = platform_now(); /* long after the last turn, perhaps */
    while (size) {
        u32 taken = 1;
        bool ends_line_before = control->after_return && *bytes == '\n';
        control->after_return = false;
        if (!ends_line_before)
            taken = take(router, bytes, size);
        bytes += taken;
        size -= taken;
    }
}
