#include "attacks.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail.h"
#include "store.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FRAMES 50

static void send_many(struct backend *backend)
{
    for (unsigned i = 0; i < FRAMES; i++)
        backend_send(backend, 60);
}

/* States that are none: the guest takes the device for gone, and comes back to one that is. */
static void state_values(struct backend *backend)
{
    static char nines[600];
    memset(nines, '9', sizeof nines - 1);
    const char *values[] = {"", "-1", "9", "4294967300", "four", "4x", "4\n5", "-4", "\n", nines};
    for (unsigned i = 0; i < COUNT(values); i++) {
        backend_node(backend, "state", values[i]);
        if (!backend_await(backend, XenbusStateClosed))
            accuse("the guest takes such a state for one");
        backend_unmap(backend);
        backend_connect(backend);
    }
}

/* Every state after every other, quicker than the guest can follow. */
static void state_flips(struct backend *backend)
{
    for (unsigned from = XenbusStateUnknown; from <= XenbusStateReconfigured; from++)
        for (unsigned to = XenbusStateUnknown; to <= XenbusStateReconfigured; to++) {
            backend_state(backend, from);
            backend_state(backend, to);
        }
    backend_state(backend, XenbusStateClosing);
    backend_unmap(backend);
    printf("tx_down any\n");
}

static void online_values(struct backend *backend)
{
    static const char *const values[] = {"", "0", "11", "yes", "-1"};
    for (unsigned i = 0; i < COUNT(values); i++) {
        backend_state(backend, XenbusStateClosing);
        if (!backend_await(backend, XenbusStateClosed))
            accuse("the guest does not close");
        if (backend->rx)
            backend_unmap(backend);
        backend_node(backend, "online", values[i]);
        backend_state(backend, XenbusStateClosed);
    }
}

/* Features, queues and rings that nobody has; said before the guest connects again. */
static void features(struct backend *backend)
{
    static const char *const names[] = {
        "feature-sg", "feature-gso-tcpv4", "feature-gso-tcpv6", "feature-rx-copy", "feature-rx-flip",
        "feature-split-event-channels", "feature-ctrl-ring", "feature-multicast-control", "feature-dynamic-multicast-control",
        "feature-no-csum-offload", "feature-ipv6-csum-offload", "multi-queue-max-queues", "max-ring-page-order",
        "queue-0", "hotplug-status", "handle", "mac", "bridge"};
    static const char *const values[] = {"-1", "4294967296", "999999999999999999999", "no number", "1e9", "", "\x01\xff"};
    for (unsigned i = 0; i < COUNT(names) * COUNT(values); i++)
        backend_node(backend, names[i % COUNT(names)], values[i % COUNT(values)]);
}

/* The nodes go while packets are on their way. */
static void vanish(struct backend *backend)
{
    send_many(backend);
    store_remove(backend->back);
    if (!backend_await(backend, XenbusStateClosed))
        accuse("the guest goes on without a backend");
    backend_unmap(backend);
    printf("tx_down any\n");
}

/* Unmaps everything first, and says so afterwards. */
static void cut(struct backend *backend)
{
    for (unsigned i = 0; i < 5; i++) {
        send_many(backend);
        backend_unmap(backend);
        backend_connect(backend);
    }
    printf("tx_down any\n");
}

/* Ends without a word in the midst of traffic, as a driver that crashed. */
static void die(struct backend *backend)
{
    backend_leave(backend);
    pid_t child = fork();
    if (child < 0)
        fail("fork");
    if (!child) {
        store_open();
        backend_connect(backend);
        send_many(backend);
        _exit(0);
    }
    int status;
    if (waitpid(child, &status, 0) != child || status)
        fail("child");
    printf("tx_down any\n");
}

/* Says that it is closed, and keeps the rings: the guest must not use them for a new connection. */
static void keep(struct backend *backend)
{
    backend_state(backend, XenbusStateClosing);
    if (!backend_await(backend, XenbusStateClosed))
        accuse("the guest does not close");
    backend_state(backend, XenbusStateClosed);
    if (!backend_await(backend, XenbusStateInitialising))
        accuse("the guest does not start anew");
    memset(backend->rx, 0xff, PAGE);
    memset(backend->tx, 0xff, PAGE);
    backend_state(backend, XenbusStateInitWait);
    for (unsigned i = 0; i < 20; i++, backend_pause(backend))
        if (backend_guest_state(backend) == XenbusStateConnected)
            accuse("the guest connects to rings that are still mapped");
    backend_unmap(backend);
    backend_state(backend, XenbusStateInitWait);
}

const struct attack node_attacks[] = {
    {"state-values", state_values, GOES_ON},
    {"state-flips", state_flips, ANEW},
    {"online-values", online_values, ANEW},
    {"features", features, ANEW},
    {"vanish", vanish, ANEW},
    {"cut", cut, ANEW},
    {"die", die, ANEW},
    {"keep", keep, ANEW},
    {NULL, NULL, GOES_ON},
};
