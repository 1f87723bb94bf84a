#include "netfront.h"

#include "bytes.h"
#include "command-line.h"
#include "events.h"
#include "grants.h"
#include "layout.h"
#include "memory.h"
#include "platform.h"
#include "task.h"
#include "text.h"
#include "xenbus.h"

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

bool netfront_announces(void)
{
    return command_line.vif_count;
}

u32 netfront_index(const struct device *device)
{
    return (u32)(device - devices);
}

struct device *netfront_add(u32 number)
{
    struct device *device = &devices[device_count++];
    device->number = number;
    return device;
}

void netfront_path(const struct device *device, const char *node, char path[NETFRONT_PATH])
{
    struct text text = {path, 0, NETFRONT_PATH - 1, false};
    memset(path, 0, NETFRONT_PATH);
    text_string(&text, "device/vif/");
    text_unsigned(&text, device->number);
    text_char(&text, '/');
    text_string(&text, node);
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
    return device->channel && netfront_rx_take(&device->rx, buffers) && netfront_tx_take(&device->tx, buffers) &&
           netfront_connect(device);
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
    if (netfront_announces())
        netfront_announce();
    xenbus_run();
    return true;
}

static void on_event(struct device *device)
{
    netfront_tx_reap(device);
    if (device->receiver)
        task_schedule(device->receiver);
    else
        netfront_rx_discard(device);
    if (device->sender && device->tx.free_count)
        task_schedule(device->sender);
}

/* Events of a device that is not connected are taken too: one that stays pending would keep us from sleeping. */
void netfront_poll(void)
{
    for (struct device *device = devices; device < devices + device_count; device++)
        if (device->channel && events_take(device->channel) && device->phase == NETFRONT_CONNECTED)
            on_event(device);
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
