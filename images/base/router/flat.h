/* The flat configuration as text that Click reads. */
#pragma once

#include "router.h"

/* Writes the elements, then the connections by the element and port that starts their transfers. */
void flat_write(const struct router *router, struct text *out);
