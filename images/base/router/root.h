/* The router's own handlers, called with its root element. */
#pragma once

#include "handler.h"

extern const struct handler root_handlers[];
extern const u32 root_handler_count;
