#include "host.h"
#include "platform.h"

void platform_console(const char *bytes, u32 size)
{
    channels_flush();
    host_console(bytes, size);
}

void platform_answer(const char *bytes, u32 size)
{
    host_answer(bytes, size);
}

_Noreturn void platform_fatal(const char *where, const char *what)
{
    channels_flush();
    host_fatal(where, strlen(where), what, strlen(what));
}
