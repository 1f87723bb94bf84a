/*
 * hostile create DOMAIN VIF...: nodes of these vifs for a guest that does not run yet, whose backend is this program.
 * hostile DOMAIN VIF ATTACK: connects, attacks, and sees what became of the vif: `works` or `closed`. In front of that are
 * the counters that should have moved (see attacks.h), or a line `FAULT …` when the guest did what it should not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attacks.h"
#include "fail.h"
#include "store.h"

static struct backend backend_of(const char *domain, const char *vif)
{
    struct backend backend = {.domain = (unsigned)atoi(domain), .vif = (unsigned)atoi(vif)};
    snprintf(backend.front, sizeof backend.front, "/local/domain/%u/device/vif/%u", backend.domain, backend.vif);
    snprintf(backend.back, sizeof backend.back, "/local/domain/0/hostile/%u/%u", backend.domain, backend.vif);
    return backend;
}

static const struct attack *find(const char *name)
{
    const struct attack *lists[] = {ring_attacks, node_attacks};
    for (unsigned list = 0; list < 2; list++)
        for (const struct attack *attack = lists[list]; attack->name; attack++)
            if (!strcmp(attack->name, name))
                return attack;
    fprintf(stderr, "no such attack: %s\n", name);
    exit(2);
}

static void run(struct backend *backend, const struct attack *attack)
{
    backend_connect(backend);
    backend_echo(backend);
    attack->run(backend);
    if (attack->aftermath == CLOSED) {
        if (!backend_await(backend, XenbusStateClosed))
            accuse("the guest keeps a vif whose rings make no sense");
        backend_unmap(backend);
        printf("closed\n");
        return;
    }
    if (attack->aftermath == ANEW) {
        if (backend->rx)
            backend_leave(backend);
        backend_connect(backend);
    }
    backend_echo(backend);
    backend_drain(backend);
    backend_leave(backend);
    printf("works\n");
}

int main(int count, char **arguments)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count < 4)
        return 2;
    store_open();
    if (!strcmp(arguments[1], "create")) {
        for (int i = 3; i < count; i++) {
            struct backend backend = backend_of(arguments[2], arguments[i]);
            backend_create(&backend);
        }
        return 0;
    }
    struct backend backend = backend_of(arguments[1], arguments[2]);
    run(&backend, find(arguments[3]));
    return 0;
}
