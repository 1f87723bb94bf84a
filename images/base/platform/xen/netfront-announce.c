/*
 * Our words to a toolstack that does our half of the handshake: lines in frames on the console, so that no line of the log
 * is taken for one. `VIFS N:TX:RX:PORT …` tells where the rings of devices are, which offers them; `VIF N STATE` tells a
 * state of ours. What the backend's state is comes back through the handler `vifs`.
 */
#include "netfront.h"

#include "platform.h"
#include "text.h"

static void end_line(struct text *text)
{
    text_string(text, "\r\n");
    platform_answer(text->bytes, text->size);
}

static void append_rings(struct text *text, const struct device *device)
{
    const u32 numbers[] = {device->number, device->tx.ring_grant, device->rx.ring_grant, device->channel};
    for (u32 i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        text_char(text, i ? ':' : ' ');
        text_unsigned(text, numbers[i]);
    }
}

void netfront_announce(const struct device *only)
{
    char bytes[400];
    struct text text = TEXT_IN(bytes);
    struct device *device;
    text_string(&text, "VIFS");
    for (u32 i = 0; (device = netfront_device(i)); i++)
        if (only ? device == only : device->phase == NETFRONT_OFFERED)
            append_rings(&text, device);
    end_line(&text);
}

void netfront_announce_state(const struct device *device, u32 state)
{
    char bytes[40];
    struct text text = TEXT_IN(bytes);
    text_string(&text, "VIF ");
    text_unsigned(&text, device->number);
    text_char(&text, ' ');
    text_unsigned(&text, state);
    end_line(&text);
}
