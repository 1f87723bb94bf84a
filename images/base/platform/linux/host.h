/* What the files of this platform share. */
#pragma once

#include "batch.h"
#include "options.h"

struct router;

/* memory.c */
void memory_limit(u64 bytes);
void memory_release(void); /* all of it: the router is gone */

/* console.c */
void console_quiet(bool quiet);

/* time.c: the clock starts at 0; `wall` is 1970's clock then. */
void time_start(u64 wall, bool real);
void time_seed(u64 seed);

/* A turn took place; a virtual clock goes on a little, so that work without end comes to an end. */
void time_turn(void);

/* Nothing is to be done before `when`. */
void time_wait(u64 when);

/* netdev.c: opens the files; returns the earliest packet's time (ns since 1970), or `otherwise`. */
u64 devices_open(const struct options *options, u64 mask, u64 otherwise);

/* The clock is 0 at `wall` (ns since 1970); received packets come out of `packets`. */
void devices_start(u64 wall, struct packet_pool *packets);

/* Schedules who listens where packets are due; how many packets have been received so far. */
u64 devices_poll(u64 now);

/* When the next packet comes; TIMER_NEVER when none does. */
u64 devices_deadline(void);
void devices_close(void);
