/* Elements that send copies of packets. */
#pragma once

#include "element.h"

/* Pushes a copy of every packet, which stay; returns how many copies there was no memory for. */
u32 copies_push(struct element *element, u32 output, const struct batch *batch);
