/*
 * A Xenstore client as a stock ClickOS has it: one request at a time, waiting for its answer, and a ring of 1,024 bytes
 * that a whole message has to fit into. Watch events that come meanwhile are kept, and given out last first.
 */
#pragma once

#include "types.h"

#define STORE_TEXT 1100u

/* The value of a node, with a zero behind it; false: there is none. */
bool store_read(const char *path, char value[STORE_TEXT]);
void store_write(const char *path, const char *value);
void store_watch(const char *path);

/* Waits for a change and gives its path. */
void store_await(char path[STORE_TEXT]);
