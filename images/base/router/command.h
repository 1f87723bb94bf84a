/* One command of the control protocol. */
#pragma once

#include "text.h"

struct router;

/* Parts of a command line; they point into it. */
struct command {
    const char *verb, *handler, *rest; /* the handler's name and all behind it, without blanks at its ends */
    u32 verb_size, handler_size, rest_size;
    u32 words;
    u64 data_size; /* bytes of data that follow the line */
    bool bad_size; /* it should say how many, and does not */
};

struct command command_parse(const char *line, u32 size);

/* Answers; an empty line has no answer. */
void command_run(struct router *router, const struct command *command, const char *data, u32 data_size,
                 struct text *answer);

/* The answer to a command that is too long. */
void command_refuse(const struct command *command, struct text *answer);
