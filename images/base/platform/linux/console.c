#include <stdio.h>
#include <stdlib.h>

#include "host.h"
#include "platform.h"

static bool is_quiet;

void console_quiet(bool quiet)
{
    is_quiet = quiet;
}

void platform_console(const char *bytes, u32 size)
{
    if (!is_quiet)
        fwrite(bytes, 1, size, stderr);
}

/* Standard output is for answers. */
void platform_print(const char *bytes, u32 size)
{
    platform_console(bytes, size);
}

/* Runs what a guest runs, as a guest: a damaged Plan may ask for anything. */
bool platform_save(const char *name, u32 name_size, bool append, const char *bytes, u32 size, struct text *error)
{
    (void)name, (void)name_size, (void)append, (void)bytes, (void)size;
    text_string(error, "a guest has no files");
    return false;
}

/* Answers end at their own length; a line of its own would change what DATA counts. */
void platform_answer(const char *bytes, u32 size)
{
    fwrite(bytes, 1, size, stdout);
    fflush(stdout);
}

_Noreturn void platform_fatal(const char *where, const char *what)
{
    fprintf(stderr, "clickforge-run: fatal: %s: %s\n", where, what);
    exit(70);
}
