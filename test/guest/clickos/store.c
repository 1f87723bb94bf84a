#include "store.h"

#include "../../../images/base/platform/xen/domain.h"
#include "../../../images/base/platform/xen/events.h"
#include "../../../images/base/platform/xen/hypercall.h"

#include <xen/io/xs_wire.h>

#include "bytes.h"
#include "platform.h"

#define KEPT 64u

static char kept[KEPT][STORE_TEXT];
static u32 kept_count;

static void put(const void *bytes, u32 size)
{
    struct xenstore_domain_interface *ring = domain.store;
    for (u32 i = 0; i < size; i++) {
        while (ring->req_prod - __atomic_load_n(&ring->req_cons, __ATOMIC_ACQUIRE) == XENSTORE_RING_SIZE)
            events_wait(platform_now() + 10000000);
        ring->req[MASK_XENSTORE_IDX(ring->req_prod)] = ((const char *)bytes)[i];
        __atomic_store_n(&ring->req_prod, ring->req_prod + 1, __ATOMIC_RELEASE);
    }
}

static u32 waiting(void)
{
    struct xenstore_domain_interface *ring = domain.store;
    return __atomic_load_n(&ring->rsp_prod, __ATOMIC_ACQUIRE) - ring->rsp_cons;
}

/* Waits until that many bytes stand in the ring together, as long as that may take. */
static void peek(void *bytes, u32 size)
{
    struct xenstore_domain_interface *ring = domain.store;
    while (waiting() < size) {
        events_take(domain.store_port);
        if (waiting() < size)
            events_wait(~0ull);
    }
    for (u32 i = 0; i < size; i++)
        ((char *)bytes)[i] = ring->rsp[MASK_XENSTORE_IDX(ring->rsp_cons + i)];
}

static void take(u32 size)
{
    struct xenstore_domain_interface *ring = domain.store;
    __atomic_store_n(&ring->rsp_cons, ring->rsp_cons + size, __ATOMIC_RELEASE);
    events_send(domain.store_port);
}

/* One whole message, its payload with a zero behind it. */
static u32 receive(char payload[STORE_TEXT])
{
    static char message[sizeof(struct xsd_sockmsg) + XENSTORE_RING_SIZE];
    struct xsd_sockmsg header;
    peek(&header, sizeof header);
    u32 size = (u32)sizeof header + header.len;
    peek(message, size); /* for ever, where it does not fit */
    memcpy(payload, message + sizeof header, header.len);
    payload[header.len] = 0;
    take(size);
    return header.type;
}

static void keep(const char *path)
{
    if (kept_count < KEPT)
        memcpy(kept[kept_count++], path, (u32)strlen(path) + 1);
}

static bool ask(u32 type, const char *path, const char *value, u32 value_size, char answer[STORE_TEXT])
{
    u32 path_size = (u32)strlen(path) + 1;
    struct xsd_sockmsg header = {.type = type, .len = path_size + value_size};
    put(&header, sizeof header);
    put(path, path_size);
    put(value, value_size);
    events_send(domain.store_port);
    u32 got;
    while ((got = receive(answer)) == XS_WATCH_EVENT)
        keep(answer);
    return got == type;
}

bool store_read(const char *path, char value[STORE_TEXT])
{
    return ask(XS_READ, path, NULL, 0, value);
}

void store_write(const char *path, const char *value)
{
    char answer[STORE_TEXT];
    ask(XS_WRITE, path, value, (u32)strlen(value), answer);
}

void store_watch(const char *path)
{
    char answer[STORE_TEXT];
    ask(XS_WATCH, path, "clickos", sizeof "clickos", answer);
}

void store_await(char path[STORE_TEXT])
{
    if (kept_count) {
        memcpy(path, kept[--kept_count], STORE_TEXT);
        return;
    }
    while (receive(path) != XS_WATCH_EVENT)
        ;
}
