/* The control protocol: Click's ControlSocket 1.3, a line a command. */
#pragma once

#include "text.h"

struct router;

/* Takes the memory for one command and one answer. */
bool control_make(struct router *router, struct text *error);
