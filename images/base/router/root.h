/* The element that carries the router's own handlers. */
#pragma once

#include "element.h"

extern const struct element_class root_class;
