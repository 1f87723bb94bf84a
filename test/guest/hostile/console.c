/*
 * A console that reads when it likes, and whose indices jump in the second half of the run. While they do not, what
 * it reads is answers in whole frames, and between them lines that hold no frame bytes and end in CR LF.
 */
#include "harness.h"

#include "console.h"
#include "domain.h"
#include "hypercall.h"
#include "platform.h"

#include <xen/io/console.h>

#define ROUNDS_SANE 20000u

struct domain domain;
static struct xencons_interface ring;
static struct shared_info shared;
static u64 clock;
static u32 input_bytes;

u64 platform_now(void)
{
    return clock += 1000;
}

bool events_take(u32 port)
{
    (void)port;
    return !rarely(3);
}

void events_add(u32 port)
{
    (void)port;
}

void events_send(u32 port)
{
    (void)port;
}

static void check_byte(char byte)
{
    static bool framed;
    static char before;
    if (byte == 2 || byte == 3) {
        REQUIRE(framed == (byte == 3));
        framed = !framed;
    }
    if (byte == '\n' && !framed)
        REQUIRE(before == '\r');
    before = byte;
}

static void read_some(void)
{
    u32 waiting = ring.out_prod - ring.out_cons;
    if (round_now > ROUNDS_SANE && rarely(50))
        ring.out_cons = (u32)random64();
    if (waiting > sizeof ring.out)
        return;
    for (u32 count = (u32)random64() % (waiting + 1); count; count--) {
        char byte = ring.out[ring.out_cons++ % sizeof ring.out];
        if (round_now <= ROUNDS_SANE)
            check_byte(byte);
    }
}

void events_wait(u64 deadline)
{
    clock = deadline > clock ? deadline : clock;
    if (rarely(2))
        read_some();
}

void control_input(struct router *router, const char *bytes, u32 size)
{
    (void)router;
    REQUIRE(size <= sizeof ring.in);
    for (u32 i = 0; i < size; i++)
        input_bytes += (u8)bytes[i];
}

static void run_round(void)
{
    char text[3000];
    u32 size = (u32)random64() % sizeof text;
    for (u32 i = 0; i < size; i++)
        text[i] = (char)random64();
    domain.console = &ring;
    domain.shared = &shared;
    if (rarely(20))
        ring.in_prod = (u32)random64();
    else if (ring.in_prod - ring.in_cons < sizeof ring.in)
        ring.in_prod += (u32)random64() % (u32)(sizeof ring.in - (ring.in_prod - ring.in_cons));
    if (rarely(2))
        platform_console(text, size);
    else
        platform_answer(text, size);
    console_run((struct router *)text);
    read_some();
    if (rarely(1000))
        console_fatal("here", "this");
    if (rarely(1000))
        console_drain();
}
