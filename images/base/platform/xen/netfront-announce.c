/*
 * Our word to a toolstack that does our half of the handshake: one line in a frame on the console, so that no line of the
 * log is taken for it. `VIFS N:TX:RX:PORT …` tells where the rings of all devices are. That a backend has connected comes
 * back through the handler `vifs`.
 */
#include "netfront.h"

#include "platform.h"
#include "text.h"

static void append_rings(struct text *text, const struct device *device)
{
    const u32 numbers[] = {device->number, device->tx.ring_grant, device->rx.ring_grant, device->channel};
    for (u32 i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        text_char(text, i ? ':' : ' ');
        text_unsigned(text, numbers[i]);
    }
}

void netfront_announce(void)
{
    char bytes[400];
    struct text text = TEXT_IN(bytes);
    struct device *device;
    text_string(&text, "VIFS");
    for (u32 i = 0; (device = netfront_device(i)); i++)
        if (device->phase == NETFRONT_OFFERED)
            append_rings(&text, device);
    platform_answer(bytes, text.size);
}
