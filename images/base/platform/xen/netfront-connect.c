/*
 * Second round of the handshake and what follows: our half of the states that front and backend tell each other.
 *
 * Our state is written behind all else that the backend reads, and the daemon keeps that order, so no transaction
 * is needed. After a close the backend has to see Closed and say so itself before we start anew: until then it may
 * have the rings mapped.
 */
#include "netfront.h"

#include <xen/io/xenbus.h>
#include <xen/io/xs_wire.h>

#include "bytes.h"
#include "console.h"
#include "events.h"
#include "grants.h"
#include "parse.h"
#include "task.h"
#include "text.h"
#include "xenbus.h"

static void write_node(const struct device *device, const char *node, u64 value)
{
    if (netfront_announces())
        return;
    char path[NETFRONT_PATH], digits[24];
    struct text text = TEXT_IN(digits);
    netfront_path(device, node, path);
    text_unsigned(&text, value);
    xenbus_write(path, digits, text.size, NULL, 0);
}

static void write_state(const struct device *device, enum xenbus_state state)
{
    write_node(device, "state", state);
}

static void backend_path(const struct device *device, const char *node, char path[NETFRONT_PATH])
{
    struct text text = {path, 0, NETFRONT_PATH - 1, false};
    memset(path, 0, NETFRONT_PATH);
    text_string(&text, device->backend);
    text_string(&text, node);
}

static struct text *begin_line(const struct device *device)
{
    struct text *text = console_begin();
    text_string(text, "vif ");
    text_unsigned(text, device->number);
    text_char(text, ' ');
    return text;
}

static void tell(const struct device *device, const char *what)
{
    struct text *text = begin_line(device);
    text_string(text, what);
    console_end(text);
}

static void wake(struct device *device)
{
    if (device->receiver)
        task_schedule(device->receiver);
    if (device->sender)
        task_schedule(device->sender);
}

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

/* Empties the rings, which the backend must not have mapped, and publishes them. */
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

static void offer(struct device *device)
{
    if (device->phase == NETFRONT_INVITED && !open_rings(device)) {
        if (!device->held)
            tell(device, "stays closed, the backend still uses its old rings");
        device->held = true;
    }
    if (device->phase != NETFRONT_PUBLISHED)
        return;
    write_state(device, XenbusStateConnected);
    device->phase = NETFRONT_OFFERED;
}

void netfront_connected(struct device *device)
{
    if (device->phase != NETFRONT_OFFERED)
        return;
    if (device->late)
        tell(device, "connected");
    device->late = device->held = false;
    device->phase = NETFRONT_CONNECTED;
    wake(device);
}

static void close(struct device *device)
{
    if (device->phase != NETFRONT_CONNECTED && device->phase != NETFRONT_OFFERED)
        return;
    tell(device, "closed by its backend");
    device->late = true;
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
    events_close(device->channel);
    device->channel = 0;
    write_state(device, XenbusStateClosed);
    wake(device);
}

static void on_online(u32 index, u32 type, const char *value, u32 size)
{
    struct device *device = netfront_device(index);
    if (device->phase != NETFRONT_CLOSED || type != XS_READ || size != 1 || *value != '1')
        return;
    device->phase = NETFRONT_INVITED;
    write_state(device, XenbusStateInitialising);
}

/* Starts anew, unless the toolstack is taking the device away. */
static void invite(struct device *device)
{
    char path[NETFRONT_PATH];
    if (device->phase != NETFRONT_CLOSED)
        return;
    backend_path(device, "/online", path);
    xenbus_read(path, on_online, netfront_index(device));
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
        netfront_connected(device);
        break;
    case XenbusStateUnknown:
    case XenbusStateClosing:
        close(device);
        break;
    case XenbusStateClosed:
        close(device);
        invite(device);
        break;
    default:
        break;
    }
}

static void ask_state(struct device *device);

static void on_state(u32 index, u32 type, const char *value, u32 size)
{
    struct device *device = netfront_device(index);
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

/* One question at a time, however often the backend changes its mind. */
static void ask_state(struct device *device)
{
    char path[NETFRONT_PATH];
    device->state_stale = device->state_asked;
    if (device->state_asked)
        return;
    device->state_asked = true;
    backend_path(device, "/state", path);
    xenbus_read(path, on_state, netfront_index(device));
}

/* A new watch fires once by itself; the question behind it in the queue has its answer already. */
static void on_change(u32 index)
{
    struct device *device = netfront_device(index);
    if (device->watched)
        ask_state(device);
    device->watched = true;
}

bool netfront_connect(struct device *device)
{
    char path[NETFRONT_PATH];
    if (netfront_announces()) {
        bool opened = open_rings(device);
        device->phase = NETFRONT_OFFERED; /* as soon as all are told of together */
        return opened;
    }
    backend_path(device, "/state", path);
    xenbus_watch(path, on_change, netfront_index(device));
    ask_state(device);
    return open_rings(device);
}
