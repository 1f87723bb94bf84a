/*
 * Network devices (vifs): Xen's netfront protocol, one receive and one transmit ring a device.
 *
 * The backend is not trusted. What is read from a ring is copied once and range-checked; a packet's bytes are
 * copied into memory that the backend cannot reach. A wrong entry costs that entry, a ring that makes no sense
 * closes that device; other devices go on.
 *
 * Buffers are granted to the backend once, when the device opens, and kept.
 */
#pragma once

#include "hypercall.h"

#include <xen/grant_table.h>
#include <xen/io/ring.h>
#include <xen/io/netif.h>

struct task;
struct text;
struct packet_pool;

#define NETFRONT_DEVICES 8u
#define NETFRONT_PATH 96u
#define NETFRONT_RING 256u    /* entries of a ring */
#define NETFRONT_TX_SIZE 2048u /* a transmit buffer: half a page */

enum netfront_phase {
    NETFRONT_ABSENT,    /* the domain has no such device, or the configuration does not use it */
    NETFRONT_KNOWN,     /* backend and address are known */
    NETFRONT_PUBLISHED, /* the backend can read where the rings are */
    NETFRONT_OFFERED,   /* and was told so */
    NETFRONT_CONNECTED,
    NETFRONT_CLOSED,    /* by the backend */
    NETFRONT_INVITED,   /* it may start anew */
    NETFRONT_BROKEN,    /* by us, for good: the rings made no sense */
};

struct netfront_counters {
    u64 packets, bytes;
    u64 errors;    /* rx, tx: the backend says that it failed */
    u64 malformed; /* rx: entry or packet out of range; tx: a packet that no Ethernet carries */
    u64 foreign;   /* rx, tx: an entry that answers nothing that was asked */
    u64 chained;   /* rx: in several pieces, which was not offered */
    u64 checksum;  /* rx: left blank, but not of a kind that can be completed */
    u64 no_packet; /* rx: the packet pool was empty */
    u64 unwanted;  /* rx: no element receives from this device */
    u64 down;      /* tx: the device is not connected */
};

struct netfront_rx {
    struct netif_rx_sring *ring;
    u8 *buffers;
    u32 count;     /* of buffers, a power of two; request i uses buffer i % count */
    u32 grants;    /* reference of the first buffer's grant */
    u32 ring_grant;
    u32 consumed;  /* responses */
    u32 published; /* requests; the unpublished ones end at consumed + count */
    bool more_data, more_extra; /* the next entry belongs to a packet that is being dropped */
    struct netfront_counters counters;
};

struct netfront_tx {
    struct netif_tx_sring *ring;
    u8 *buffers;
    u32 count;
    u32 grants;    /* reference of the first page's grant; a page holds two buffers */
    u32 ring_grant;
    u32 produced, published, consumed;
    u32 free_count;
    u16 free[NETFRONT_RING];
    bool busy[NETFRONT_RING];
    struct netfront_counters counters;
};

struct device {
    u32 number;
    enum netfront_phase phase;
    u32 backend_state; /* enum xenbus_state */
    u32 answers;       /* still to come of those asked for at the start */
    bool state_asked;  /* the backend's state is being read */
    bool state_stale;  /* and has changed meanwhile */
    bool watched;
    bool late;         /* its connecting is news on the console */
    bool held;         /* its backend keeps the old rings, which was told */
    bool has_address;
    u8 address[6];
    u16 backend_id;
    u32 channel;
    char backend[NETFRONT_PATH];
    struct task *receiver, *sender;
    struct netfront_rx rx;
    struct netfront_tx tx;
};

/* Where packets come from and go to. */
extern struct packet_pool *netfront_pool;

/* Asks for each device of the set (bit N: vif N), and waits for the answers. */
void netfront_find(u32 devices);

/* Takes memory and grants for all devices and tells their backends. false: out of memory. */
bool netfront_open(void);

/* Schedules the tasks of devices that were signalled. Once a turn, before the router's. */
void netfront_poll(void);

/* Tells backends what was queued for them. Once a turn, behind the router's. */
void netfront_publish(void);

/* Whether every device is connected, or was closed since. */
bool netfront_ready(void);

/* Names each device whose backend does not connect. */
void netfront_tell_stuck(void);

/* A line for each device: its number and address. */
void netfront_tell_addresses(void);

/* Closes a device for good. */
void netfront_break(struct device *device, const char *why);

/* The devices that the configuration uses, by index; NULL behind the last. */
struct device *netfront_device(u32 index);
u32 netfront_index(const struct device *device);
struct device *netfront_add(u32 number);

/* Path of one of the device's own nodes. */
void netfront_path(const struct device *device, const char *node, char path[NETFRONT_PATH]);

/* Whether the toolstack does our half of the handshake in Xenstore: see command-line.h. */
bool netfront_announces(void);

/* To that toolstack: where the rings of all devices are. */
void netfront_announce(void);

/* The backend has connected. */
void netfront_connected(struct device *device);

/* Publishes the device's rings, and follows its backend's states from then on. */
bool netfront_connect(struct device *device);

/* netfront-rx.c, netfront-tx.c: rings and buffers. Sizes are in pages; open() empties the rings. */
u32 netfront_rx_pages(u32 count);
bool netfront_rx_take(struct netfront_rx *rx, u32 count);
void netfront_rx_open(struct device *device);
void netfront_rx_discard(struct device *device); /* all that waits, where no element receives */
void netfront_rx_publish(struct device *device, bool *notify);
u32 netfront_tx_pages(u32 count);
bool netfront_tx_take(struct netfront_tx *tx, u32 count);
void netfront_tx_open(struct device *device);
void netfront_tx_publish(struct device *device, bool *notify);
void netfront_tx_reap(struct device *device);
