/* What is told about devices: lines of the log, and the handler `vifs`. */
#include "netfront.h"

#include <xen/io/xenbus.h>

#include "console.h"
#include "handler.h"
#include "parse.h"
#include "platform.h"
#include "text.h"

static const char *const state_names[] = {
    [XenbusStateUnknown] = "unknown", [XenbusStateInitialising] = "initialising", [XenbusStateInitWait] = "waiting",
    [XenbusStateInitialised] = "initialised", [XenbusStateConnected] = "connected", [XenbusStateClosing] = "closing",
    [XenbusStateClosed] = "closed", [XenbusStateReconfiguring] = "reconfiguring",
    [XenbusStateReconfigured] = "reconfigured",
};

static const char *const phase_names[] = {
    [NETFRONT_ABSENT] = "absent", [NETFRONT_KNOWN] = "known", [NETFRONT_PUBLISHED] = "published",
    [NETFRONT_OFFERED] = "offered", [NETFRONT_CONNECTED] = "connected", [NETFRONT_CLOSED] = "closed",
    [NETFRONT_INVITED] = "invited",
    [NETFRONT_BROKEN] = "broken",
};

static void append_address(struct text *text, const u8 address[6])
{
    for (u32 i = 0; i < 6; i++) {
        if (i)
            text_char(text, ':');
        text_hex(text, address[i], 2);
    }
}

void netfront_tell_addresses(void)
{
    struct device *device;
    for (u32 i = 0; (device = netfront_device(i)); i++) {
        struct text *text = console_begin();
        text_string(text, "vif ");
        text_unsigned(text, device->number);
        text_char(text, ' ');
        if (device->phase == NETFRONT_ABSENT)
            text_string(text, "is used by the configuration, the domain has none");
        else
            append_address(text, device->address);
        console_end(text);
    }
}

void netfront_tell_stuck(void)
{
    struct device *device;
    for (u32 i = 0; (device = netfront_device(i)); i++) {
        if (device->phase != NETFRONT_PUBLISHED && device->phase != NETFRONT_OFFERED)
            continue;
        device->late = true;
        struct text *text = console_begin();
        text_string(text, "vif ");
        text_unsigned(text, device->number);
        text_string(text, " waits for its backend, whose state is ");
        text_unsigned(text, device->backend_state);
        text_string(text, " (");
        text_string(text, state_names[device->backend_state]);
        text_char(text, ')');
        console_end(text);
    }
}

static void append_counter(struct text *text, const char *name, u64 value)
{
    text_char(text, ' ');
    text_string(text, name);
    text_char(text, ' ');
    text_unsigned(text, value);
}

static void append_counters(struct text *text, const struct device *device)
{
    const struct netfront_counters *rx = &device->rx.counters, *tx = &device->tx.counters;
    append_counter(text, "rx", rx->packets);
    append_counter(text, "rx_bytes", rx->bytes);
    append_counter(text, "rx_errors", rx->errors);
    append_counter(text, "rx_malformed", rx->malformed);
    append_counter(text, "rx_foreign", rx->foreign);
    append_counter(text, "rx_chained", rx->chained);
    append_counter(text, "rx_checksum", rx->checksum);
    append_counter(text, "rx_no_packet", rx->no_packet);
    append_counter(text, "rx_unwanted", rx->unwanted);
    append_counter(text, "tx", tx->packets);
    append_counter(text, "tx_bytes", tx->bytes);
    append_counter(text, "tx_errors", tx->errors);
    append_counter(text, "tx_malformed", tx->malformed);
    append_counter(text, "tx_foreign", tx->foreign);
    append_counter(text, "tx_down", tx->down);
}

static void read_vifs(struct element *element, struct text *text)
{
    (void)element;
    struct device *device;
    for (u32 i = 0; (device = netfront_device(i)); i++) {
        text_unsigned(text, device->number);
        text_char(text, ' ');
        text_string(text, phase_names[device->phase]);
        append_counters(text, device);
        text_char(text, '\n');
    }
}

/* The number of a vif that is connected, from the toolstack that does the handshake. */
static bool write_vifs(struct element *element, const char *value, u32 size, struct text *error)
{
    (void)element;
    u64 number;
    struct device *device = NULL;
    if (parse_unsigned(value, size, NETFRONT_DEVICES, &number))
        device = platform_device((u32)number);
    if (device && netfront_announces())
        netfront_connected(device);
    else
        text_string(error, "no vif that the toolstack connects");
    return device;
}

const struct handler platform_handlers[] = {{.name = "vifs", .read = read_vifs, .write = write_vifs}};
const u32 platform_handler_count = 1;
