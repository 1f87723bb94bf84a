#include "elements/ControlSocket.h"

#include "host.h"

/* The host listens, and gives what clients say to control.c; there is nothing to do here but to ask it to. */
struct ControlSocket {
    struct channel channel;
};

static bool start(struct element *element, struct text *error)
{
    struct ControlSocket *socket = element->state;
    return channel_open(&socket->channel, element, error);
}

static void ControlSocket_read_port(struct element *element, struct text *out)
{
    const struct ControlSocket *socket = element->state;
    channel_fact(&socket->channel, CHANNEL_NAME, out);
}

static void ControlSocket_read_filename(struct element *element, struct text *out)
{
    ControlSocket_read_port(element, out);
}

const struct element_class ControlSocket_class = {
    ControlSocket_COMMON,
    .state_size = sizeof(struct ControlSocket),
    .start = start,
};
