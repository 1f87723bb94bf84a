#include "host.h"
#include "platform.h"

void platform_console(const char *bytes, u32 size)
{
    channels_flush();
    host_console(bytes, size);
}

void platform_print(const char *bytes, u32 size)
{
    channels_flush();
    host_print(bytes, size);
}

bool platform_save(const char *name, u32 name_size, bool append, const char *bytes, u32 size, struct text *error)
{
    u32 before = error->size;
    error->size += host_save(name, name_size, append, bytes, size, error->bytes + before, error->capacity - before);
    return error->size == before;
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
