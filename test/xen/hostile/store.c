#include "store.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <xen/io/xs_wire.h>

#include "fail.h"

#define DAEMON "/run/xenstored/socket"

static int daemon_socket;

void store_open(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = DAEMON};
    daemon_socket = socket(AF_UNIX, SOCK_STREAM, 0);
    if (daemon_socket < 0 || connect(daemon_socket, (struct sockaddr *)&address, sizeof address))
        fail(DAEMON);
}

static void receive(void *into, size_t size)
{
    for (char *to = into; size;) {
        ssize_t count = read(daemon_socket, to, size);
        if (count <= 0)
            fail("answer of xenstored");
        to += count;
        size -= (size_t)count;
    }
}

/* Sends `size` bytes of a request, and puts the answer into `value`; false: refused as there is no such node. */
static bool request(uint32_t type, const char *body, size_t size, char value[STORE_VALUE])
{
    struct xsd_sockmsg header = {.type = type, .len = (uint32_t)size};
    if (write(daemon_socket, &header, sizeof header) != sizeof header ||
        write(daemon_socket, body, size) != (ssize_t)size)
        fail("request to xenstored");
    receive(&header, sizeof header);
    if (header.len >= STORE_VALUE)
        fail("size of xenstored's answer");
    receive(value, header.len);
    value[header.len] = 0;
    if (header.type != XS_ERROR)
        return true;
    if (strcmp(value, "ENOENT")) {
        fprintf(stderr, "xenstored says %s of %s\n", value, body);
        exit(1);
    }
    *value = 0;
    return false;
}

bool store_read(const char *path, char value[STORE_VALUE])
{
    return request(XS_READ, path, strlen(path) + 1, value);
}

long store_number(const char *path)
{
    char value[STORE_VALUE], *end;
    if (!store_read(path, value) || !*value)
        return -1;
    long number = strtol(value, &end, 10);
    return *end ? -1 : number;
}

void store_write(const char *path, const char *value)
{
    char body[2 * STORE_VALUE], answer[STORE_VALUE];
    size_t at = strlen(path) + 1;
    memcpy(body, path, at);
    memcpy(body + at, value, strlen(value));
    request(XS_WRITE, body, at + strlen(value), answer);
}

void store_remove(const char *path)
{
    char answer[STORE_VALUE];
    request(XS_RM, path, strlen(path) + 1, answer);
}

void store_folder(const char *path, unsigned owner, unsigned reader)
{
    char body[256], answer[STORE_VALUE];
    request(XS_MKDIR, path, strlen(path) + 1, answer);
    int size = snprintf(body, sizeof body, "%s%cn%u%cr%u", path, 0, owner, 0, reader) + 1;
    request(XS_SET_PERMS, body, (size_t)size, answer);
}
