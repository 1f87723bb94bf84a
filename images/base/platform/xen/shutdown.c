#include "shutdown.h"

#include "hypercall.h"

#include <xen/io/xs_wire.h>
#include <xen/sched.h>

#include "bytes.h"
#include "console.h"
#include "netfront.h"
#include "platform.h"
#include "xenbus.h"

#define NODE "control/shutdown"
#define NONE (~0u)

static u32 wanted = NONE; /* SHUTDOWN_* */

static _Noreturn void leave(u32 reason)
{
    struct sched_shutdown shutdown = {.reason = reason};
    console_drain();
    for (;;)
        hypercall2(__HYPERVISOR_sched_op, SCHEDOP_shutdown, &shutdown);
}

static bool is(const char *value, u32 size, const char *word)
{
    return size == strlen(word) && memcmp(value, word, size) == 0;
}

static void obey(const char *value, u32 size)
{
    if (is(value, size, "poweroff") || is(value, size, "halt"))
        wanted = SHUTDOWN_poweroff;
    else if (is(value, size, "reboot"))
        wanted = SHUTDOWN_reboot;
    else if (is(value, size, "suspend"))
        console_line("suspend is not supported, refused");
    else
        console_line("unknown shutdown request ignored");
}

static void on_request(u32 number, u32 type, const char *value, u32 size)
{
    (void)number;
    if (type != XS_READ || !size)
        return;
    obey(value, size);
    xenbus_write(NODE, "", 0, NULL, 0); /* the toolstack takes this for "understood" */
}

static void on_change(u32 number)
{
    (void)number;
    xenbus_read(NODE, on_request, 0);
}

void shutdown_start(void)
{
    if (!netfront_announces()) /* else its router's handler stops it */
        xenbus_watch(NODE, on_change, 0);
}

void shutdown_check(void)
{
    if (wanted == NONE)
        return;
    xenbus_run();
    console_line(wanted == SHUTDOWN_reboot ? "rebooting" : "powering off");
    leave(wanted);
}

void platform_stop(void)
{
    if (wanted == NONE)
        wanted = SHUTDOWN_poweroff;
}

void platform_fatal(const char *where, const char *what)
{
    static bool again;
    if (!again) {
        again = true; /* a fault while this one is told about */
        console_fatal(where, what);
    }
    leave(SHUTDOWN_crash);
}
