#include "console.h"

#include "domain.h"
#include "events.h"
#include "hypercall.h"

#include <xen/io/console.h>

#include "bytes.h"
#include "platform.h"
#include "router.h"
#include "text.h"

#define LOG_SIZE 16384u
#define LINE_SIZE 512u
#define LOST_LINE 80u
#define PATIENCE 1000000000ull /* ns without progress after which nobody reads */
#define STEP 10000000ull

#define ANSWER_START 0x02
#define ANSWER_END 0x03
#define ANSWER_ESCAPE 0x10
#define ESCAPE_FLIP 0x40

static struct {
    char bytes[LOG_SIZE];
    u32 head, tail; /* counted without end; tail - head bytes wait */
} out;

static u64 lines_lost;

static u32 room(void)
{
    return LOG_SIZE - (out.tail - out.head);
}

static void put(char byte)
{
    out.bytes[out.tail++ % LOG_SIZE] = byte;
}

/* Moves what fits to the ring; whether anything moved. */
static bool flush(void)
{
    struct xencons_interface *ring = domain.console;
    u32 produced = ring->out_prod, consumed = __atomic_load_n(&ring->out_cons, __ATOMIC_ACQUIRE);
    u32 waiting = out.tail - out.head, used = produced - consumed;
    u32 count = used < sizeof ring->out ? (u32)sizeof ring->out - used : 0;
    count = count < waiting ? count : waiting;
    for (u32 i = 0; i < count; i++)
        ring->out[produced++ % sizeof ring->out] = out.bytes[out.head++ % LOG_SIZE];
    if (!count)
        return false;
    __atomic_store_n(&ring->out_prod, produced, __ATOMIC_RELEASE);
    events_send(domain.console_port);
    return true;
}

static bool read_by_other(u32 *consumed)
{
    u32 now = __atomic_load_n(&domain.console->out_cons, __ATOMIC_ACQUIRE);
    bool moved = now != *consumed;
    *consumed = now;
    return moved;
}

/* Waits until `enough` says so; false: nobody reads. */
static bool wait_until(bool (*enough)(u32), u32 argument)
{
    u32 consumed = domain.console->out_cons;
    u64 limit = platform_now() + PATIENCE;
    for (;;) {
        events_take(domain.console_port);
        flush();
        if (enough(argument))
            return true;
        u64 now = platform_now();
        if (read_by_other(&consumed))
            limit = now + PATIENCE;
        else if (now >= limit)
            return false;
        events_wait(now + STEP);
    }
}

static bool has_room(u32 bytes)
{
    return room() >= bytes;
}

static bool is_drained(u32 argument)
{
    (void)argument;
    u32 consumed = __atomic_load_n(&domain.console->out_cons, __ATOMIC_ACQUIRE);
    return out.head == out.tail && domain.console->out_prod == consumed;
}

static void put_log(const char *bytes, u32 size)
{
    for (u32 i = 0; i < size; i++) {
        if (bytes[i] == '\n')
            put('\r');
        put(bytes[i] == ANSWER_START || bytes[i] == ANSWER_END ? '?' : bytes[i]);
    }
}

static u32 log_size(const char *bytes, u32 size)
{
    u32 sum = size;
    for (u32 i = 0; i < size; i++)
        sum += bytes[i] == '\n';
    return sum;
}

static void tell_lost(void)
{
    char bytes[LOST_LINE];
    struct text text = TEXT_IN(bytes);
    text_string(&text, "clickforge: ");
    text_unsigned(&text, lines_lost);
    text_string(&text, " log lines lost, the console is too slow\n");
    lines_lost = 0;
    put_log(bytes, text.size);
}

void platform_console(const char *bytes, u32 size)
{
    if (!domain.console)
        return;
    u32 needed = log_size(bytes, size) + LOST_LINE;
    if (room() < needed)
        flush();
    if (room() < needed) {
        lines_lost++;
        return;
    }
    if (lines_lost)
        tell_lost();
    put_log(bytes, size);
}

void platform_print(const char *bytes, u32 size)
{
    platform_console(bytes, size);
}

bool platform_save(const char *name, u32 name_size, bool append, const char *bytes, u32 size, struct text *error)
{
    (void)name;
    (void)name_size;
    (void)append;
    (void)bytes;
    (void)size;
    text_string(error, "a guest has no files");
    return false;
}

static bool put_answer(char byte)
{
    bool escape = byte == ANSWER_START || byte == ANSWER_END || byte == ANSWER_ESCAPE;
    if (room() < 3 && !wait_until(has_room, LOG_SIZE / 2))
        return false;
    if (escape)
        put(ANSWER_ESCAPE);
    put(escape ? byte ^ ESCAPE_FLIP : byte);
    return true;
}

void platform_answer(const char *bytes, u32 size)
{
    if (!domain.console || (room() < 2 && !wait_until(has_room, LOG_SIZE / 2)))
        return;
    put(ANSWER_START);
    for (u32 i = 0; i < size && put_answer(bytes[i]); i++)
        ;
    put(ANSWER_END);
}

static void read_input(struct router *router)
{
    struct xencons_interface *ring = domain.console;
    char bytes[sizeof ring->in];
    u32 consumed = ring->in_cons, produced = __atomic_load_n(&ring->in_prod, __ATOMIC_ACQUIRE);
    u32 size = produced - consumed;
    if (!size || size > sizeof ring->in)
        return;
    for (u32 i = 0; i < size; i++)
        bytes[i] = ring->in[consumed++ % sizeof ring->in];
    __atomic_store_n(&ring->in_cons, consumed, __ATOMIC_RELEASE);
    events_send(domain.console_port);
    if (router)
        control_input(router, bytes, size);
}

void console_start(void)
{
    if (domain.console)
        events_add(domain.console_port);
}

void console_run(struct router *router)
{
    if (!domain.console)
        return;
    if (events_take(domain.console_port))
        read_input(router);
    if (out.head != out.tail)
        flush();
}

struct text *console_begin(void)
{
    static char bytes[LINE_SIZE];
    static struct text text;
    text = TEXT_IN(bytes);
    text_string(&text, "clickforge: ");
    return &text;
}

void console_end(struct text *text)
{
    if (text->size == text->capacity)
        text->size--;
    text_char(text, '\n');
    platform_console(text->bytes, text->size);
}

void console_line(const char *line)
{
    struct text *text = console_begin();
    text_string(text, line);
    console_end(text);
}

void console_fatal(const char *where, const char *what)
{
    if (!domain.console || !domain.shared)
        return;
    struct text *text = console_begin();
    text_string(text, "fatal: ");
    text_string(text, where);
    text_string(text, ": ");
    text_string(text, what);
    if (room() < 2 * LINE_SIZE)
        wait_until(has_room, 2 * LINE_SIZE);
    console_end(text);
}

void console_drain(void)
{
    if (domain.console && domain.shared)
        wait_until(is_drained, 0);
}
