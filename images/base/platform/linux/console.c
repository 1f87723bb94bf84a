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

void platform_print(const char *bytes, u32 size)
{
    fwrite(bytes, 1, size, stdout);
    fflush(stdout);
}

bool platform_save(const char *name, u32 name_size, bool append, const char *bytes, u32 size, struct text *error)
{
    char path[4096];
    snprintf(path, sizeof path, "%.*s", (int)name_size, name);
    FILE *file = fopen(path, append ? "ab" : "wb");
    if (file) {
        bool whole = fwrite(bytes, 1, size, file) == size;
        if (fclose(file) == 0 && whole)
            return true;
    }
    text_string(error, path);
    text_string(error, ": cannot be written");
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
