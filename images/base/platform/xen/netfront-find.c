/* First round of the handshake: which devices there are, and where their backends. */
#include "netfront.h"

#include <xen/io/xs_wire.h>

#include "bytes.h"
#include "command-line.h"
#include "events.h"
#include "parse.h"
#include "platform.h"
#include "text.h"
#include "xenbus.h"

#define FIND_TIME 5000000000ull /* ns that Xenstore may take to answer */
#define QUESTIONS 3

static void on_backend(u32 index, u32 type, const char *value, u32 size)
{
    struct device *device = netfront_device(index);
    device->answers--;
    if (type == XS_READ && size && size + sizeof "/state" <= NETFRONT_PATH)
        memcpy(device->backend, value, size);
}

static void on_backend_id(u32 index, u32 type, const char *value, u32 size)
{
    u64 id;
    netfront_device(index)->answers--;
    if (type == XS_READ && parse_unsigned(value, size, DOMID_FIRST_RESERVED - 1, &id))
        netfront_device(index)->backend_id = (u16)id;
}

static void on_address(u32 index, u32 type, const char *value, u32 size)
{
    struct device *device = netfront_device(index);
    device->answers--;
    device->has_address = type == XS_READ && parse_ethernet(value, size, device->address);
}

static void ask(u32 number)
{
    char path[NETFRONT_PATH];
    struct device *device = netfront_add(number);
    u32 index = netfront_index(device);
    device->answers = QUESTIONS;
    netfront_path(device, "backend", path);
    xenbus_read(path, on_backend, index);
    netfront_path(device, "backend-id", path);
    xenbus_read(path, on_backend_id, index);
    netfront_path(device, "mac", path);
    xenbus_read(path, on_address, index);
}

static bool all_answered(void)
{
    struct device *device;
    for (u32 i = 0; (device = netfront_device(i)); i++)
        if (device->answers)
            return false;
    return true;
}

static void take_given(u32 devices)
{
    for (u32 number = 0; number < NETFRONT_DEVICES; number++) {
        if (!(devices >> number & 1))
            continue;
        struct device *device = netfront_add(number);
        if (number >= command_line.vif_count)
            continue;
        memcpy(device->address, command_line.addresses[number], sizeof device->address);
        device->phase = NETFRONT_KNOWN;
    }
}

void netfront_find(u32 devices)
{
    if (command_line.malformed)
        platform_fatal("network", "vifs= on the command line is no list of MAC addresses");
    if (netfront_announces()) {
        take_given(devices);
        return;
    }
    for (u32 number = 0; number < NETFRONT_DEVICES; number++)
        if (devices >> number & 1)
            ask(number);
    u64 limit = platform_now() + FIND_TIME;
    for (xenbus_run(); !all_answered(); xenbus_run()) {
        if (platform_now() >= limit)
            platform_fatal("network", "Xenstore does not answer");
        events_wait(limit);
    }
    struct device *device;
    for (u32 i = 0; (device = netfront_device(i)); i++)
        device->phase = device->backend[0] && device->has_address ? NETFRONT_KNOWN : NETFRONT_ABSENT;
}
