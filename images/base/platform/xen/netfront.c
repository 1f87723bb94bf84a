/*
 * The handshake with the backends, through Xenstore. Two rounds: where the backend is; then, without waiting in
 * between, what it needs of us and which state it is in. Our own state is written behind the rest, and the daemon
 * keeps that order, so no transaction is needed.
 */
#include "netfront.h"

#include <xen/io/xenbus.h>
#include <xen/io/xs_wire.h>

#include "bytes.h"
#include "console.h"
#include "events.h"
#include "grants.h"
#include "memory.h"
#include "layout.h"
#include "parse.h"
#include "platform.h"
#include "task.h"
#include "text.h"
#include "xenbus.h"

#define FIND_TIME 5000000000ull /* ns that Xenstore may take to answer the first round */
#define BUFFERS_MIN 16u
#define BUFFERS_SHARE 4 /* of the free pages, received packets get one in so many */

struct packet_pool *netfront_pool;

static struct device devices[NETFRONT_DEVICES];
static u32 device_count;

struct device *netfront_device(u32 index)
{
    return index < device_count ? &devices[index] : NULL;
}

struct device *platform_device(u32 number)
{
    for (u32 i = 0; i < device_count; i++)
        if (devices[i].number == number && devices[i].phase != NETFRONT_ABSENT)
            return &devices[i];
    return NULL;
}

const u8 *device_address(const struct device *device)
{
    return device->address;
}

void device_listen(struct device *device, struct task *task)
{
    device->receiver = task;
    task_schedule(task);
}

void device_want_room(struct device *device, struct task *task)
{
    device->sender = task;
}

static struct text path_of(const struct device *device, const char *node, char *bytes, u32 size)
{
    struct text path = {bytes, 0, size - 1, false};
    memset(bytes, 0, size);
    text_string(&path, "device/vif/");
    text_unsigned(&path, device->number);
    text_char(&path, '/');
    text_string(&path, node);
    return path;
}

static void write_node(const struct device *device, const char *node, u64 value)
{
    char path[64], digits[24];
    struct text text = TEXT_IN(digits);
    path_of(device, node, path, sizeof path);
    text_unsigned(&text, value);
    xenbus_write(path, digits, text.size, NULL, 0);
}

static void write_state(const struct device *device, enum xenbus_state state)
{
    write_node(device, "state", state);
}

/* First round. */

static void on_backend(u32 index, u32 type, const char *value, u32 size)
{
    struct device *device = &devices[index];
    device->answers--;
    if (type == XS_READ && size && size + sizeof "/state" <= NETFRONT_PATH)
        memcpy(device->backend, value, size);
}

static void on_backend_id(u32 index, u32 type, const char *value, u32 size)
{
    u64 id;
    devices[index].answers--;
    if (type == XS_READ && parse_unsigned(value, size, DOMID_FIRST_RESERVED - 1, &id))
        devices[index].backend_id = (u16)id;
}

static void on_address(u32 index, u32 type, const char *value, u32 size)
{
    struct device *device = &devices[index];
    device->answers--;
    device->has_address = type == XS_READ && parse_ethernet(value, size, device->address);
}

static void ask(u32 number)
{
    char path[64];
    struct device *device = &devices[device_count];
    device->number = number;
    device->answers = 3;
    path_of(device, "backend", path, sizeof path);
    xenbus_read(path, on_backend, device_count);
    path_of(device, "backend-id", path, sizeof path);
    xenbus_read(path, on_backend_id, device_count);
    path_of(device, "mac", path, sizeof path);
    xenbus_read(path, on_address, device_count);
    device_count++;
}

static bool all_answered(void)
{
    for (u32 i = 0; i < device_count; i++)
        if (devices[i].answers)
            return false;
    return true;
}

void netfront_find(u32 set)
{
    for (u32 number = 0; number < 32 && device_count < NETFRONT_DEVICES; number++)
        if (set >> number & 1)
            ask(number);
    u64 limit = platform_now() + FIND_TIME;
    for (xenbus_run(); !all_answered(); xenbus_run()) {
        if (platform_now() >= limit)
            platform_fatal("network", "Xenstore does not answer");
        events_wait(limit);
    }
    for (struct device *device = devices; device < devices + device_count; device++)
        device->phase = device->backend[0] && device->has_address ? NETFRONT_KNOWN : NETFRONT_ABSENT;
}

/* Second round. */

static void ask_state(struct device *device);

/* Where the rings are and what we can do: no packets in several pieces, no large ones. */
static void publish(struct device *device)
{
    write_node(device, "tx-ring-ref", device->tx.ring_grant);
    write_node(device, "rx-ring-ref", device->rx.ring_grant);
    write_node(device, "event-channel", device->channel);
    write_node(device, "request-rx-copy", 1);
    write_node(device, "feature-rx-notify", 1);
    write_node(device, "feature-ipv6-csum-offload", 1);
    device->phase = NETFRONT_PUBLISHED;
}

static bool open_rings(struct device *device)
{
    bool notify = false;
    if (!grants_end(device->rx.ring_grant) || !grants_end(device->tx.ring_grant))
        return false;
    netfront_rx_open(device);
    netfront_tx_open(device);
    netfront_rx_publish(device, &notify);
    publish(device);
    return true;
}

static void wake(struct device *device)
{
    if (device->receiver)
        task_schedule(device->receiver);
    if (device->sender)
        task_schedule(device->sender);
}

static struct text *begin_line(const struct device *device)
{
    struct text *text = console_begin();
    text_string(text, "vif ");
    text_unsigned(text, device->number);
    text_string(text, ": ");
    return text;
}

static void tell(const struct device *device, const char *what)
{
    struct text *text = begin_line(device);
    text_string(text, what);
    console_end(text);
}

static void offer(struct device *device)
{
    if (device->phase == NETFRONT_CLOSED && !open_rings(device)) {
        tell(device, "the backend still uses the old rings");
        return;
    }
    if (device->phase != NETFRONT_PUBLISHED)
        return;
    write_state(device, XenbusStateConnected);
    device->phase = NETFRONT_OFFERED;
}

static void close(struct device *device)
{
    if (device->phase == NETFRONT_CLOSED)
        return;
    tell(device, "closed by its backend");
    device->phase = NETFRONT_CLOSED;
    write_state(device, XenbusStateClosed);
    wake(device);
}

void netfront_break(struct device *device, const char *why)
{
    if (device->phase == NETFRONT_BROKEN)
        return;
    struct text *text = begin_line(device);
    text_string(text, "closed: ");
    text_string(text, why);
    console_end(text);
    device->phase = NETFRONT_BROKEN;
    write_state(device, XenbusStateClosed);
    wake(device);
}

static void connect(struct device *device)
{
    if (device->phase != NETFRONT_OFFERED)
        return;
    device->phase = NETFRONT_CONNECTED;
    wake(device);
}

static void follow(struct device *device)
{
    switch (device->backend_state) {
    case XenbusStateInitWait:
        if (device->phase == NETFRONT_CONNECTED)
            close(device);
        offer(device);
        break;
    case XenbusStateConnected:
        connect(device);
        break;
    case XenbusStateUnknown:
    case XenbusStateClosing:
    case XenbusStateClosed:
        if (device->phase == NETFRONT_CONNECTED || device->phase == NETFRONT_OFFERED)
            close(device);
        break;
    default:
        break;
    }
}

static void on_state(u32 index, u32 type, const char *value, u32 size)
{
    struct device *device = &devices[index];
    u64 state;
    device->state_asked = false;
    device->backend_state = XenbusStateUnknown;
    if (type == XS_READ && parse_unsigned(value, size, XenbusStateReconfigured, &state))
        device->backend_state = (u32)state;
    if (device->phase != NETFRONT_BROKEN)
        follow(device);
    if (device->state_stale)
        ask_state(device);
}

static void backend_path(const struct device *device, char path[NETFRONT_PATH])
{
    u32 size = (u32)strlen(device->backend);
    memcpy(path, device->backend, size);
    memcpy(path + size, "/state", sizeof "/state");
}

/* One question at a time, however often the backend changes its mind. */
static void ask_state(struct device *device)
{
    char path[NETFRONT_PATH];
    device->state_stale = device->state_asked;
    if (device->state_asked)
        return;
    device->state_asked = true;
    backend_path(device, path);
    xenbus_read(path, on_state, (u32)(device - devices));
}

/* A new watch fires once by itself; the question behind it in the queue has its answer already. */
static void on_change(u32 index)
{
    struct device *device = &devices[index];
    if (device->watched)
        ask_state(device);
    device->watched = true;
}

static void follow_backend(struct device *device)
{
    char path[NETFRONT_PATH];
    backend_path(device, path);
    xenbus_watch(path, on_change, (u32)(device - devices));
    ask_state(device);
}

static u32 known_count(void)
{
    u32 count = 0;
    for (u32 i = 0; i < device_count; i++)
        count += devices[i].phase == NETFRONT_KNOWN;
    return count;
}

static u32 buffer_count(u32 known)
{
    u64 fair = memory_free() / PAGE / BUFFERS_SHARE / known;
    u32 count = NETFRONT_RING;
    while (count > fair && count > BUFFERS_MIN)
        count /= 2;
    return count;
}

static bool open_device(struct device *device, u32 buffers)
{
    device->channel = events_open(device->backend_id);
    if (!device->channel || !netfront_rx_take(&device->rx, buffers) || !netfront_tx_take(&device->tx, buffers))
        return false;
    follow_backend(device);
    return open_rings(device);
}

bool netfront_open(void)
{
    u32 known = known_count();
    if (!known)
        return true;
    u32 buffers = buffer_count(known);
    if (!grants_start(known * (netfront_rx_pages(buffers) + netfront_tx_pages(buffers))))
        return false;
    for (u32 i = 0; i < device_count; i++)
        if (devices[i].phase == NETFRONT_KNOWN && !open_device(&devices[i], buffers))
            return false;
    xenbus_run();
    return true;
}

void netfront_poll(void)
{
    for (struct device *device = devices; device < devices + device_count; device++) {
        if (device->phase != NETFRONT_CONNECTED || !events_take(device->channel))
            continue;
        netfront_tx_reap(device);
        wake(device);
    }
}

void netfront_publish(void)
{
    for (struct device *device = devices; device < devices + device_count; device++) {
        bool notify = false;
        if (device->phase != NETFRONT_CONNECTED)
            continue;
        netfront_rx_publish(device, &notify);
        netfront_tx_publish(device, &notify);
        if (notify)
            events_send(device->channel);
    }
}

static bool is_pending(const struct device *device)
{
    return device->phase == NETFRONT_PUBLISHED || device->phase == NETFRONT_OFFERED;
}

bool netfront_ready(void)
{
    for (u32 i = 0; i < device_count; i++)
        if (is_pending(&devices[i]))
            return false;
    return true;
}
