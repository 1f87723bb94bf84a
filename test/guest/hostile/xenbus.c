/*
 * Xenstore's side of the ring as random messages and indices: answers to nothing, cut, endless, with wild lengths.
 * The client takes what makes sense, and gives the ring up otherwise.
 */
#include "harness.h"

#include "domain.h"
#include "hypercall.h"
#include "platform.h"
#include "xenbus.h"

#include <xen/io/xs_wire.h>

#define WATCHES 9u
#define OPEN_MAX 20u

struct domain domain;
static struct xenstore_domain_interface ring;
static u32 open_requests;
static bool given_up;

void console_line(const char *line)
{
    (void)line;
    given_up = true;
}

bool events_take(u32 port)
{
    (void)port;
    return !rarely(4);
}

void events_add(u32 port)
{
    (void)port;
}

void events_remove(u32 port)
{
    (void)port;
}

void events_send(u32 port)
{
    (void)port;
}

_Noreturn void platform_fatal(const char *where, const char *what)
{
    fprintf(stderr, "%s: %s\n", where, what);
    abort();
}

static void on_reply(u32 number, u32 type, const char *value, u32 size)
{
    u32 sum = number + type;
    for (u32 i = 0; i < size; i++)
        sum += (u8)value[i];
    __asm__ volatile("" : : "r"(sum));
    REQUIRE(open_requests-- > 0);
}

static void on_change(u32 number)
{
    REQUIRE(number < WATCHES);
    if (open_requests < OPEN_MAX) {
        open_requests++;
        xenbus_read("backend/state", on_reply, number);
    }
}

/* Bytes of messages that wait for room in the ring. */
static char waiting[2 * XENSTORE_PAYLOAD_MAX];
static u32 waiting_size;

static void put(const void *bytes, u32 size)
{
    memcpy(waiting + waiting_size, bytes, size);
    waiting_size += size;
}

static void put_message(u32 last_request)
{
    static const u32 types[] = {XS_READ, XS_WRITE, XS_WATCH, XS_WATCH_EVENT, XS_ERROR};
    char value[XENSTORE_PAYLOAD_MAX];
    struct xsd_sockmsg header = {
        .type = rarely(8) ? (u32)random64() : types[random64() % 5],
        .req_id = rarely(4) ? (u32)random64() : last_request - (u32)(random64() % OPEN_MAX),
        .len = rarely(4) ? (u32)(random64() % sizeof value) : (u32)(random64() % 40),
    };
    for (u32 i = 0; i < header.len; i++)
        value[i] = (char)(rarely(2) ? random64() % 2 + '0' : 0);
    put(&header, sizeof header);
    put(value, header.len);
}

/* As much as fits, or less. */
static void send_some(void)
{
    u32 room = XENSTORE_RING_SIZE - (ring.rsp_prod - ring.rsp_cons), sent = 0;
    room = rarely(2) ? room : (u32)random64() % (room + 1);
    for (; sent < waiting_size && sent < room; sent++)
        ring.rsp[MASK_XENSTORE_IDX(ring.rsp_prod++)] = waiting[sent];
    memmove(waiting, waiting + sent, waiting_size - sent);
    waiting_size -= sent;
}

/* What the daemon would read, of which the harness needs the last request's number. */
static u32 read_requests(void)
{
    static u32 last;
    while (ring.req_prod - ring.req_cons >= sizeof(struct xsd_sockmsg)) {
        struct xsd_sockmsg header;
        for (u32 i = 0; i < sizeof header; i++)
            ((char *)&header)[i] = ring.req[MASK_XENSTORE_IDX(ring.req_cons + i)];
        if (ring.req_prod - ring.req_cons < sizeof header + header.len)
            break;
        REQUIRE(header.len < 64);
        ring.req_cons += (u32)sizeof header + header.len;
        last = header.req_id;
    }
    return last;
}

static void run_round(void)
{
    if (!domain.store) {
        domain.store = &ring;
        for (u32 i = 0; i < WATCHES; i++)
            xenbus_watch("backend/state", on_change, i);
    }
    u32 last = read_requests();
    if (waiting_size < 100)
        put_message(last);
    send_some();
    xenbus_run();
    REQUIRE(!given_up);
}
