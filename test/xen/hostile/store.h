/* Xenstore, through its daemon's socket in dom0. What the daemon refuses ends the program, but for a node that is missing. */
#pragma once

#include <stdbool.h>

#define STORE_VALUE 4096

void store_open(void);

/* false, and an empty value: there is no such node. */
bool store_read(const char *path, char value[STORE_VALUE]);

/* The node's number; -1: missing, or not one. */
long store_number(const char *path);

void store_write(const char *path, const char *value);
void store_remove(const char *path);

/* An empty folder of that owner, which the reader may look into; nodes made in it inherit that. */
void store_folder(const char *path, unsigned owner, unsigned reader);
