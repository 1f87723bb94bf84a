/* A call of one of the functions that scripts compute with; its words are taken from the left. */
#pragma once

#include "script.h"

struct script_call {
    struct element *element;
    struct words words; /* that are still to come */
    const char *word;   /* the last one taken */
    u32 size;
    struct text *out;
    u32 function;
};

/* Takes the next word; false: there is none. */
bool script_next(struct script_call *call);

/* The answer says why the call is refused: false. */
bool script_refuse(struct script_call *call, const char *why);

/* format.c: sprintf */
bool script_format(struct script_call *call);
