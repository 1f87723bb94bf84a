#include "backend.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <xen/evtchn.h>
#include <xen/gntdev.h>

#include "fail.h"
#include "store.h"

#define PATIENCE_MS 10000
#define QUIET_TURNS 10 /* pauses without a packet after which none comes */
#define PAUSE_MS 10
#define MAPPED_MOST 256
#define ECHO_SIZE 777
#define ECHO_COUNT 8

static int64_t now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000ll + time.tv_nsec / 1000000;
}

static const char *node(const char *folder, const char *name)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

void backend_node(const struct backend *backend, const char *name, const char *value)
{
    store_write(node(backend->back, name), value);
}

void backend_state(const struct backend *backend, enum xenbus_state state)
{
    char value[12];
    snprintf(value, sizeof value, "%d", state);
    backend_node(backend, "state", value);
}

static void create_back(struct backend *backend)
{
    store_folder(backend->back, 0, backend->domain);
    backend_node(backend, "frontend", backend->front);
    backend_node(backend, "online", "1");
}

void backend_create(struct backend *backend)
{
    char mac[20];
    snprintf(mac, sizeof mac, "00:16:3e:00:0a:%02x", backend->vif);
    create_back(backend);
    backend_state(backend, XenbusStateInitWait);
    store_folder(backend->front, backend->domain, 0);
    store_write(node(backend->front, "backend"), backend->back);
    store_write(node(backend->front, "backend-id"), "0");
    store_write(node(backend->front, "mac"), mac);
    store_write(node(backend->front, "state"), "1");
}

long backend_guest_state(const struct backend *backend)
{
    return store_number(node(backend->front, "state"));
}

bool backend_await(const struct backend *backend, enum xenbus_state state)
{
    for (int64_t end = now_ms() + PATIENCE_MS; now_ms() < end; usleep(5000))
        if (backend_guest_state(backend) == state)
            return true;
    return false;
}

static void expect(const struct backend *backend, enum xenbus_state state)
{
    char words[80];
    snprintf(words, sizeof words, "vif %u does not come to state %d", backend->vif, state);
    if (!backend_await(backend, state))
        accuse(words);
}

void *backend_map(const struct backend *backend, uint32_t first, uint32_t count, bool write)
{
    union {
        struct ioctl_gntdev_map_grant_ref map;
        char room[sizeof(struct ioctl_gntdev_map_grant_ref) + MAPPED_MOST * sizeof(struct ioctl_gntdev_grant_ref)];
    } order = {.map = {.count = count}};
    struct ioctl_gntdev_grant_ref *refs = order.map.refs;
    for (uint32_t i = 0; i < count; i++)
        refs[i] = (struct ioctl_gntdev_grant_ref){.domid = backend->domain, .ref = first + i};
    if (ioctl(backend->grants, IOCTL_GNTDEV_MAP_GRANT_REF, &order))
        fail("gntdev");
    void *pages = mmap(NULL, (size_t)count * PAGE, PROT_READ | (write ? PROT_WRITE : 0), MAP_SHARED, backend->grants,
                       (off_t)order.map.index);
    return pages == MAP_FAILED ? NULL : pages;
}

static uint32_t own_number(const struct backend *backend, const char *name)
{
    long number = store_number(node(backend->front, name));
    if (number < 0)
        accuse("no number where the guest tells of its rings");
    return (uint32_t)number;
}

static void bind_events(struct backend *backend)
{
    struct ioctl_evtchn_bind_interdomain bind = {.remote_domain = backend->domain,
                                                 .remote_port = own_number(backend, "event-channel")};
    backend->events = open("/dev/xen/evtchn", O_RDWR | O_CLOEXEC | O_NONBLOCK);
    int port = backend->events < 0 ? -1 : ioctl(backend->events, IOCTL_EVTCHN_BIND_INTERDOMAIN, &bind);
    if (port < 0)
        fail("evtchn");
    backend->port = (uint32_t)port;
}

static void map_rings(struct backend *backend)
{
    backend->grants = open("/dev/xen/gntdev", O_RDWR | O_CLOEXEC);
    if (backend->grants < 0)
        fail("/dev/xen/gntdev");
    backend->rx_ref = own_number(backend, "rx-ring-ref");
    backend->tx_ref = own_number(backend, "tx-ring-ref");
    backend->rx = backend_map(backend, backend->rx_ref, 1, true);
    backend->tx = backend_map(backend, backend->tx_ref, 1, true);
    if (!backend->rx || !backend->tx)
        fail("rings");
}

static void map_buffers(struct backend *backend)
{
    backend->rx_count = backend->rx->req_prod;
    backend->rx_first = backend->rx->ring[0].req.gref;
    if (!backend->rx_count || backend->rx_count > RING)
        accuse("receive requests that do not fit the ring");
    backend->rx_pages = backend_map(backend, backend->rx_first, backend->rx_count, true);
    if (!backend->rx_pages)
        fail("receive buffers");
    for (uint32_t i = 0; i < backend->rx_count; i++)
        memset(backend->rx_pages + i * PAGE, MARK | (int)(i & 0x3f), PAGE);
}

void backend_connect(struct backend *backend)
{
    long state = store_number(node(backend->back, "state"));
    if (state != XenbusStateInitWait) {
        create_back(backend);
        backend_state(backend, XenbusStateClosed);
        expect(backend, XenbusStateInitialising);
        backend_state(backend, XenbusStateInitWait);
    }
    expect(backend, XenbusStateConnected);
    map_rings(backend);
    map_buffers(backend);
    bind_events(backend);
    backend->rx_asked = backend->rx_answered = backend->tx_taken = backend->tx_answered = 0;
    backend->tx_pages = NULL;
    backend_state(backend, XenbusStateConnected);
}

void backend_unmap(struct backend *backend)
{
    if (munmap(backend->rx, PAGE) || munmap(backend->tx, PAGE) ||
        munmap(backend->rx_pages, (size_t)backend->rx_count * PAGE) ||
        (backend->tx_pages && munmap(backend->tx_pages, (size_t)backend->rx_count / 2 * PAGE)))
        fail("munmap");
    close(backend->grants);
    close(backend->events);
    backend->rx = NULL;
}

void backend_leave(struct backend *backend)
{
    backend_state(backend, XenbusStateClosing);
    expect(backend, XenbusStateClosed);
    backend_unmap(backend);
    backend_state(backend, XenbusStateClosed);
    expect(backend, XenbusStateInitialising);
}

void backend_notify(const struct backend *backend)
{
    struct ioctl_evtchn_notify notify = {.port = backend->port};
    if (ioctl(backend->events, IOCTL_EVTCHN_NOTIFY, &notify))
        fail("notify");
}

void backend_pause(const struct backend *backend)
{
    struct pollfd events = {.fd = backend->events, .events = POLLIN};
    uint32_t port;
    if (poll(&events, 1, PAUSE_MS) > 0 && read(backend->events, &port, sizeof port) == sizeof port &&
        write(backend->events, &port, sizeof port) != sizeof port)
        fail("unmask");
}

uint32_t backend_room(const struct backend *backend)
{
    return __atomic_load_n(&backend->rx->req_prod, __ATOMIC_ACQUIRE) - backend->rx_asked;
}

union netif_rx_sring_entry *backend_next(struct backend *backend)
{
    for (int64_t end = now_ms() + PATIENCE_MS; !backend_room(backend); backend_pause(backend)) {
        if (now_ms() >= end)
            accuse("the guest asks for no more packets");
        backend->rx->req_event = backend->rx_asked + 1;
    }
    return &backend->rx->ring[backend->rx_asked++ % RING];
}

void backend_answer(struct backend *backend, struct netif_rx_response response)
{
    backend_next(backend);
    backend->rx->ring[backend->rx_answered++ % RING].rsp = response;
}

void backend_push(struct backend *backend)
{
    __atomic_store_n(&backend->rx->rsp_prod, backend->rx_answered, __ATOMIC_SEQ_CST);
    backend_notify(backend);
}

void backend_send(struct backend *backend, uint16_t size)
{
    uint16_t id = backend_next(backend)->req.id;
    backend->rx->ring[backend->rx_answered++ % RING].rsp =
        (struct netif_rx_response){.id = id, .status = (int16_t)size};
    backend_push(backend);
}

static void map_sent(struct backend *backend, const struct netif_tx_request *request)
{
    backend->tx_first = request->gref - request->id / 2;
    backend->tx_pages = backend_map(backend, backend->tx_first, backend->rx_count / 2, false);
    if (!backend->tx_pages)
        fail("transmit buffers");
}

static void look(const struct backend *backend, const struct netif_tx_request *request)
{
    uint32_t page = request->gref - backend->tx_first;
    if (page >= backend->rx_count / 2 || request->offset + request->size > PAGE || request->size < 14)
        accuse("a packet outside of the buffers");
    const uint8_t *bytes = backend->tx_pages + page * PAGE + request->offset;
    for (uint32_t i = 0; i < request->size; i++)
        if ((bytes[i] & 0xc0) != MARK && !backend->any_bytes)
            accuse("bytes in a packet that this vif never got");
}

uint32_t backend_take(struct backend *backend, struct netif_tx_request *request)
{
    uint32_t waiting = __atomic_load_n(&backend->tx->req_prod, __ATOMIC_ACQUIRE) - backend->tx_taken;
    if (waiting > RING)
        accuse("more packets than fit the ring");
    if (!waiting)
        return 0;
    *request = backend->tx->ring[backend->tx_taken++ % RING].req;
    if (!backend->tx_pages)
        map_sent(backend, request);
    look(backend, request);
    return request->size;
}

void backend_reply(struct backend *backend, uint16_t id, int16_t status)
{
    backend->tx->ring[backend->tx_answered++ % RING].rsp = (struct netif_tx_response){.id = id, .status = status};
    __atomic_store_n(&backend->tx->rsp_prod, backend->tx_answered, __ATOMIC_SEQ_CST);
    backend_notify(backend);
}

uint32_t backend_drain(struct backend *backend)
{
    struct netif_tx_request request;
    uint32_t count = 0;
    for (int quiet = 0; quiet < QUIET_TURNS; quiet++) {
        backend->tx->req_event = backend->tx_taken + 1;
        for (; backend_take(backend, &request); quiet = 0, count++)
            backend_reply(backend, request.id, NETIF_RSP_OKAY);
        backend_pause(backend);
    }
    return count;
}

void backend_echo(struct backend *backend)
{
    struct netif_tx_request request;
    uint32_t seen = 0;
    for (uint16_t i = 0; i < ECHO_COUNT; i++)
        backend_send(backend, ECHO_SIZE + i);
    for (int64_t end = now_ms() + PATIENCE_MS; seen != (1u << ECHO_COUNT) - 1; backend_pause(backend)) {
        if (now_ms() >= end)
            accuse("good packets do not come back");
        for (uint32_t size; (size = backend_take(backend, &request)); backend_reply(backend, request.id, NETIF_RSP_OKAY))
            if (size >= ECHO_SIZE && size < ECHO_SIZE + ECHO_COUNT)
                seen |= 1u << (size - ECHO_SIZE);
        backend->tx->req_event = backend->tx_taken + 1;
    }
}
