#include "xenbus.h"

#include "domain.h"
#include "events.h"
#include "hypercall.h"

#include <xen/io/xs_wire.h>

#include "bytes.h"
#include "console.h"
#include "platform.h"

#define QUEUE 8192u    /* more than all requests that all devices can have open */
#define REQUESTS 128u
#define WATCHES 16u
#define VALUE_MAX 512u /* longer values are nothing we ask for */

struct request {
    u32 id, number;
    xenbus_reply *reply;
};

struct watch {
    xenbus_change *change;
    u32 number;
};

static struct {
    char bytes[QUEUE];
    u32 head, tail; /* counted without end */
} queue;

static struct request requests[REQUESTS];
static struct watch watches[WATCHES];
static u32 last_id, watch_count;

/* The message that is coming in. */
static struct {
    struct xsd_sockmsg header;
    char value[VALUE_MAX];
    u32 size; /* bytes of header and value that are here */
} message;

static bool broken;
static bool moved; /* something in a ring that the daemon has to know of */

static void give_up(const char *why)
{
    broken = true;
    events_remove(domain.store_port); /* nobody will take its events: they must not keep us awake */
    console_line(why);
}

static void queue_bytes(const void *from, u32 size)
{
    for (u32 i = 0; i < size; i++)
        queue.bytes[(queue.tail + i) % QUEUE] = ((const char *)from)[i];
    queue.tail += size;
}

static void request(u32 type, const char *path, const char *value, u32 size, xenbus_reply *reply, u32 number)
{
    u32 path_size = (u32)strlen(path) + 1;
    struct xsd_sockmsg header = {.type = type, .req_id = ++last_id, .len = path_size + size};
    if (QUEUE - (queue.tail - queue.head) < sizeof header + header.len)
        platform_fatal("Xenstore", "too many requests wait");
    requests[last_id % REQUESTS] = (struct request){last_id, number, reply};
    queue_bytes(&header, sizeof header);
    queue_bytes(path, path_size);
    queue_bytes(value, size);
}

void xenbus_read(const char *path, xenbus_reply *reply, u32 number)
{
    request(XS_READ, path, NULL, 0, reply, number);
}

void xenbus_write(const char *path, const char *value, u32 size, xenbus_reply *reply, u32 number)
{
    request(XS_WRITE, path, value, size, reply, number);
}

/* The token is the watch's number: two digits. */
void xenbus_watch(const char *path, xenbus_change *change, u32 number)
{
    if (watch_count == WATCHES)
        platform_fatal("Xenstore", "too many watches");
    char token[3] = {(char)('0' + watch_count / 10), (char)('0' + watch_count % 10), 0};
    watches[watch_count++] = (struct watch){change, number};
    request(XS_WATCH, path, token, sizeof token, NULL, 0);
}

static void send(void)
{
    struct xenstore_domain_interface *ring = domain.store;
    u32 produced = ring->req_prod, used = produced - __atomic_load_n(&ring->req_cons, __ATOMIC_ACQUIRE);
    if (used > XENSTORE_RING_SIZE) {
        give_up("Xenstore's request ring makes no sense, it is used no more");
        return;
    }
    u32 waiting = queue.tail - queue.head, count = XENSTORE_RING_SIZE - used;
    count = count < waiting ? count : waiting;
    for (u32 i = 0; i < count; i++)
        ring->req[MASK_XENSTORE_IDX(produced + i)] = queue.bytes[(queue.head + i) % QUEUE];
    queue.head += count;
    __atomic_store_n(&ring->req_prod, produced + count, __ATOMIC_RELEASE);
    moved |= count != 0;
}

/* Path and token, each with a zero at its end. */
static void dispatch_change(void)
{
    if (message.header.len < 3 || message.header.len > VALUE_MAX)
        return;
    const char *token = message.value + message.header.len - 3;
    u32 watch = (u32)(u8)(token[0] - '0') * 10 + (u8)(token[1] - '0');
    if (watch < watch_count)
        watches[watch].change(watches[watch].number);
}

static void dispatch_reply(void)
{
    struct request *request = &requests[message.header.req_id % REQUESTS];
    if (request->id != message.header.req_id || !request->reply)
        return;
    xenbus_reply *reply = request->reply;
    request->reply = NULL;
    if (message.header.len > VALUE_MAX)
        reply(request->number, XS_ERROR, "E2BIG", 5);
    else
        reply(request->number, message.header.type, message.value, message.header.len);
}

static void dispatch(void)
{
    if (message.header.type == XS_WATCH_EVENT)
        dispatch_change();
    else
        dispatch_reply();
}

static bool message_complete(void)
{
    return message.size >= sizeof message.header && message.size - sizeof message.header >= message.header.len;
}

/* Bytes that the message still lacks: its header first, which says how many follow. */
static u32 message_lacks(void)
{
    u32 header = sizeof message.header;
    return message.size < header ? header - message.size : message.header.len - (message.size - header);
}

/* Copies bytes of the ring to where they belong; those of a long value's end go nowhere. */
static void receive_bytes(const struct xenstore_domain_interface *ring, u32 from, u32 count)
{
    bool header = message.size < sizeof message.header;
    char *to = header ? (char *)&message.header : message.value;
    u32 at = header ? message.size : message.size - (u32)sizeof message.header;
    u32 end = header ? (u32)sizeof message.header : VALUE_MAX;
    message.size += count;
    for (u32 i = 0; i < count && at + i < end; i++)
        to[at + i] = ring->rsp[MASK_XENSTORE_IDX(from + i)];
}

/* Takes one message in; false: there is none, or not all of it. */
static bool receive(void)
{
    struct xenstore_domain_interface *ring = domain.store;
    u32 consumed = ring->rsp_cons, produced = __atomic_load_n(&ring->rsp_prod, __ATOMIC_ACQUIRE);
    if (produced - consumed > XENSTORE_RING_SIZE) {
        give_up("Xenstore's answer ring makes no sense, it is used no more");
        return false;
    }
    u32 before = consumed;
    while (consumed != produced && !message_complete()) {
        u32 here = produced - consumed, count = message_lacks();
        count = count < here ? count : here;
        receive_bytes(ring, consumed, count);
        consumed += count;
    }
    __atomic_store_n(&ring->rsp_cons, consumed, __ATOMIC_SEQ_CST);
    /* The daemon waits for room only where it saw none: before the store, whatever it wrote since we looked. */
    moved |= __atomic_load_n(&ring->rsp_prod, __ATOMIC_SEQ_CST) - before >= XENSTORE_RING_SIZE;
    if (message.size >= sizeof message.header && message.header.len > XENSTORE_PAYLOAD_MAX) {
        give_up("Xenstore's answer makes no sense, it is used no more");
        return false;
    }
    return message_complete();
}

void xenbus_start(void)
{
    events_add(domain.store_port);
}

void xenbus_run(void)
{
    if (events_take(domain.store_port))
        for (; !broken && receive(); message.size = 0)
            dispatch();
    if (!broken)
        send();
    if (moved)
        events_send(domain.store_port);
    moved = false;
}
