/*
 * The backend of one vif, as a program: the guest's rings and buffers through /dev/xen/gntdev, its events through
 * /dev/xen/evtchn. What it does by the rules is here; how it breaks them is in attacks.c.
 *
 * Every byte that it puts into a buffer is MARK | 6 bits, also behind a packet's end. So a byte of another kind in what
 * the guest sends back is one that this vif never got.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <xen/xen.h>
#include <xen/grant_table.h>
#include <xen/io/ring.h>
#include <xen/io/netif.h>
#include <xen/io/xenbus.h>

#define MARK 0x40
#define PAGE 4096u
#define RING 256u

struct backend {
    unsigned domain, vif;
    char front[64], back[64];
    int grants, events;
    uint32_t port;
    struct netif_rx_sring *rx; /* NULL: nothing is mapped */
    struct netif_tx_sring *tx;
    uint32_t rx_ref, tx_ref; /* of the rings */
    uint32_t rx_first;       /* grant of the first receive buffer */
    uint32_t rx_count;
    uint8_t *rx_pages, *tx_pages;
    uint32_t rx_asked;       /* requests that were taken */
    uint32_t rx_answered;    /* responses, as published */
    uint32_t tx_taken, tx_answered;
    uint32_t tx_first;
    bool any_bytes;          /* packets with bytes of other kinds were sent */
};

/* Nodes of a vif that no driver of dom0 takes for its own: before the guest runs. */
void backend_create(struct backend *backend);

void backend_node(const struct backend *backend, const char *name, const char *value);
void backend_state(const struct backend *backend, enum xenbus_state state);

/* The guest's own state; -1: none. */
long backend_guest_state(const struct backend *backend);

/* Waits for one of the guest's states; false: not within 10 s. */
bool backend_await(const struct backend *backend, enum xenbus_state state);

/* Connects, from whatever state the nodes are in. */
void backend_connect(struct backend *backend);

/* Unmaps all of the guest's pages. */
void backend_unmap(struct backend *backend);

/* Closes, and waits until the guest wants to start anew. */
void backend_leave(struct backend *backend);

/* Pages of these grants in a row; NULL: Xen does not let us. */
void *backend_map(const struct backend *backend, uint32_t first, uint32_t count, bool write);

void backend_notify(const struct backend *backend);

/* Waits a little for an event. */
void backend_pause(const struct backend *backend);

/* How many receive requests wait. */
uint32_t backend_room(const struct backend *backend);

/* The next receive request's place in the ring, when there is one (10 s). */
union netif_rx_sring_entry *backend_next(struct backend *backend);

/* Puts an answer to the next request, of these fields: published by backend_push(). */
void backend_answer(struct backend *backend, struct netif_rx_response response);
void backend_push(struct backend *backend);

/* A good packet of so many bytes. */
void backend_send(struct backend *backend, uint16_t size);

/* Takes the guest's next packet without answering; its size, 0: there is none. Its bytes are looked at. */
uint32_t backend_take(struct backend *backend, struct netif_tx_request *request);
void backend_reply(struct backend *backend, uint16_t id, int16_t status);

/* Takes and answers what the guest sends until there was nothing for a while. Gives the number of packets. */
uint32_t backend_drain(struct backend *backend);

/* That the vif works: packets of sizes that no attack uses come back. */
void backend_echo(struct backend *backend);
