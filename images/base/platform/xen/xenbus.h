/*
 * The Xenstore client, for the device handshake and the toolstack's requests alone. Nothing waits: requests are
 * written one behind the other, and each answer goes to the function that was named with its request.
 *
 * The daemon answers a connection's requests in order, so what is written last is seen last.
 */
#pragma once

#include "types.h"

/* `type` is the request's own, or XS_ERROR with the error's name as value. The value is not terminated. */
typedef void xenbus_reply(u32 number, u32 type, const char *value, u32 size);

/* Something at or below the path changed, or the watch is new. */
typedef void xenbus_change(u32 number);

void xenbus_start(void);

/* `number` is handed to the function; `reply` may be NULL. */
void xenbus_read(const char *path, xenbus_reply *reply, u32 number);
void xenbus_write(const char *path, const char *value, u32 size, xenbus_reply *reply, u32 number);
void xenbus_watch(const char *path, xenbus_change *change, u32 number);

/* Sends what waits, takes in what came. */
void xenbus_run(void);
