/*
 * Plays a stock ClickOS, as far as Xenstore and the console see it: it says what it is, starts and halts the routers that
 * tools install, answers read handlers and takes write handlers. There is no router behind it: a configuration starts
 * unless it holds the class Error, and every element has one value, which the handler `count` reads and `reset` sets.
 */
#include "bytes.h"
#include "../../../images/base/platform/xen/console.h"
#include "parse.h"
#include "platform.h"
#include "store.h"
#include "text.h"

#define ROOT "data/clickos/"
#define ROUTERS 64
#define PIECES 128
#define CONFIGURATION 32768u
#define NAME 64u

struct path {
    u64 router;
    const char *rest; /* behind the router's number */
};

static char configuration[CONFIGURATION];
static bool running[ROUTERS];
static char value[STORE_TEXT] = "0"; /* of all elements */

static void say(const char *what, const char *more)
{
    platform_console(what, (u32)strlen(what));
    platform_console(more, (u32)strlen(more));
    platform_console("\n", 1);
    console_drain();
}

static void node(char path[STORE_TEXT], u64 router, const char *rest)
{
    struct text text = {path, 0, STORE_TEXT - 1, false};
    memset(path, 0, STORE_TEXT);
    text_string(&text, ROOT);
    text_unsigned(&text, router);
    text_string(&text, rest);
}

static void read_configuration(u64 router)
{
    char path[STORE_TEXT], piece[STORE_TEXT], rest[NAME];
    u32 size = 0;
    for (u32 i = 0; i < PIECES; i++) {
        struct text text = TEXT_IN(rest);
        memset(rest, 0, sizeof rest);
        text_string(&text, "/config/");
        text_unsigned(&text, i);
        node(path, router, rest);
        if (!store_read(path, piece))
            break;
        u32 length = (u32)strlen(piece);
        if (size + length < CONFIGURATION)
            memcpy(configuration + size, piece, length);
        size += length;
    }
    configuration[size < CONFIGURATION ? size : CONFIGURATION - 1] = 0;
}

static bool holds(const char *text, const char *word)
{
    for (; *text; text++)
        if (strlen(text) >= strlen(word) && memcmp(text, word, (u32)strlen(word)) == 0)
            return true;
    return false;
}

static void start(u64 router)
{
    read_configuration(router);
    running[router] = true;
    if (holds(configuration, "Error")) {
        say("config:1: ", "While configuring 'Error@1 :: Error':");
        say("Router init failed!", "");
    } else {
        say(configuration, "");
        say("Starting driver...", "");
    }
}

static void follow_status(u64 router)
{
    char path[STORE_TEXT], status[STORE_TEXT];
    node(path, router, "/status");
    if (!store_read(path, status))
        return;
    bool wanted = memcmp(status, "Running", sizeof "Running") == 0;
    if (wanted && !running[router])
        start(router);
    if (!wanted && running[router])
        say("Stopping instance", "");
    running[router] = wanted;
}

/* Copies a path's next part; gives what is behind it. */
static const char *part(const char *from, char to[NAME])
{
    u32 size = 0;
    while (from[size] && from[size] != '/' && size < NAME - 1)
        size++;
    memcpy(to, from, size);
    to[size] = 0;
    return from[size] ? from + size + 1 : from + size;
}

/* Answers under router 0, whichever was asked; the value first, then the lock. */
static void answer(const char *element, const char *handler)
{
    char path[STORE_TEXT], rest[3 * NAME];
    const char *const names[] = {handler, "lock"}, *const values[] = {value, "0"};
    for (u32 i = 0; i < 2; i++) {
        struct text text = TEXT_IN(rest);
        memset(rest, 0, sizeof rest);
        text_string(&text, "/elements/");
        text_string(&text, element);
        text_char(&text, '/');
        text_string(&text, names[i]);
        node(path, 0, rest);
        store_write(path, values[i]);
    }
}

static void follow_element(const char *path, const char *rest)
{
    char element[NAME], handler[NAME], written[STORE_TEXT];
    part(part(rest, element), handler);
    if (memcmp(handler, "reset", sizeof "reset") != 0 || !store_read(path, written) || !written[0])
        return;
    memcpy(value, written, (u32)strlen(written) + 1);
    say("reset to ", value);
}

static bool begins(const char **text, const char *word)
{
    u32 size = (u32)strlen(word);
    if (strlen(*text) < size || memcmp(*text, word, size) != 0)
        return false;
    *text += size;
    return true;
}

static void follow(const char *path)
{
    char number[NAME], element[NAME], handler[NAME];
    u64 router;
    const char *rest = path;
    if (!begins(&rest, ROOT))
        return;
    rest = part(rest, number);
    if (!parse_unsigned(number, (u32)strlen(number), ROUTERS - 1, &router))
        return;
    if (memcmp(rest, "status", sizeof "status") == 0)
        follow_status(router);
    else if (begins(&rest, "elements/"))
        follow_element(path, rest);
    else if (begins(&rest, "control/read/") && part(part(rest, element), handler) && handler[0])
        answer(element, handler);
}

/* In the place of the base image's own first line, and of all that would follow. */
void __wrap_report_image(void);
void __wrap_report_image(void)
{
    char path[STORE_TEXT];
    say("MiniOS stand-in booted", "");
    store_write("data/clickos", "");
    store_watch("data/clickos");
    for (;;) {
        store_await(path);
        follow(path);
    }
}
