/*
 * What a platform (images/base/platform/{xen,linux,wasm}) gives the router core.
 *
 * Nothing here is called from an interrupt; there is one thread. A function that can fail says so in its
 * return value; platform_fatal() is for faults that nobody can act on.
 */
#pragma once

#include "handler.h"

struct batch;
struct task;
struct device;

/* Nanoseconds since an arbitrary start; never goes back. */
u64 platform_now(void);

/* Nanoseconds since 1970-01-01 UTC. */
u64 platform_wall_clock(void);

/* A number that nobody outside can guess where the platform has a source for that; else a seeded sequence. */
u64 platform_random(void);

/* Writes bytes to the log (the guest's console). Never mixes with control answers: see platform_answer(). */
void platform_console(const char *bytes, u32 size);

/* What an element prints for people (Script's print): standard output in the simulator, else the log. */
void platform_print(const char *bytes, u32 size);

/* Writes a file, or behind the end of one. false: `error` says why; only the simulator has files. */
bool platform_save(const char *name, u32 name_size, bool append, const char *bytes, u32 size, struct text *error);

/* Writes one whole answer of the control protocol to where the request came from. */
void platform_answer(const char *bytes, u32 size);

/* Zeroed memory, 64-byte aligned, for the rest of the run; NULL when the domain has no more. Start only. */
void *platform_memory(u64 size);

/* The same, but of undefined content. */
void *platform_buffer(u64 size);

/* Bytes that one call can still give. */
u64 platform_memory_left(void);

/* The address that the C stack should not pass when more calls are to be nested; 0: there is room for any. */
extern u64 platform_stack_floor;

static inline bool platform_stack_low(void)
{
    return (uintptr_t)__builtin_frame_address(0) < platform_stack_floor;
}

/* One line that says what and where, then the end of this run (on Xen: SHUTDOWN_crash). */
_Noreturn void platform_fatal(const char *where, const char *what);

/* Ends the run in good order (on Xen: SHUTDOWN_poweroff) once the current turn is over. */
void platform_stop(void);

/* The network device (vif) of that number, or NULL. Devices exist before the router is made. */
struct device *platform_device(u32 number);

/* Its six-byte Ethernet address. */
const u8 *device_address(const struct device *device);

/* `task` is scheduled whenever received packets wait; `room` (may be NULL) when transmit space comes back. */
void device_listen(struct device *device, struct task *task);
void device_want_room(struct device *device, struct task *task);

/* Appends at most `max` received packets to `into`; returns how many. 0: the task may sleep. */
u32 device_receive(struct device *device, u32 max, struct batch *into);

/* Sends packets from the front of `batch` while there is room, freeing each; returns how many. What is left stays. */
u32 device_transmit(struct device *device, struct batch *batch);

/* Handlers of the platform (its devices' counters), found beside the router's own; called with its root element. */
extern const struct handler platform_handlers[];
extern const u32 platform_handler_count;
