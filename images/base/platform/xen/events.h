/*
 * Event channels without interrupts: every channel stays masked, so Xen only sets its pending bit; the loop
 * looks at the bits, and sleeps in SCHEDOP_poll until one is set.
 */
#pragma once

#include "types.h"

void events_start(void);

/* The channel wakes events_wait(). */
void events_add(u32 port);
void events_remove(u32 port);

/* A channel that the other domain can bind to; 0: Xen refused. */
u32 events_open(u16 domain_id);
void events_close(u32 port);

void events_send(u32 port);

/* Whether the channel was signalled since the last time. Ask before looking at what it tells about. */
bool events_take(u32 port);

/* Sleeps until a channel is pending or that time on platform_now()'s clock; ~0: no limit. */
void events_wait(u64 deadline);

/* Nanoseconds slept so far. */
extern u64 events_slept;
