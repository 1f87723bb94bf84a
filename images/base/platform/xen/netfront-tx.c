#include "netfront.h"

#include "batch.h"
#include "bytes.h"
#include "grants.h"
#include "layout.h"
#include "memory.h"
#include "platform.h"

#define ETHER_HEADER 14u
#define PER_PAGE (PAGE / NETFRONT_TX_SIZE)

u32 netfront_tx_pages(u32 count)
{
    return 1 + count / PER_PAGE;
}

bool netfront_tx_take(struct netfront_tx *tx, u32 count)
{
    u8 *pages = memory_pages(netfront_tx_pages(count));
    if (!pages)
        return false;
    tx->ring = (struct netif_tx_sring *)pages;
    tx->buffers = pages + PAGE;
    tx->count = count;
    tx->ring_grant = grants_take(1);
    tx->grants = grants_take(count / PER_PAGE);
    return true;
}

void netfront_tx_open(struct device *device)
{
    struct netfront_tx *tx = &device->tx;
    memset(tx->ring, 0, PAGE);
    tx->ring->req_event = tx->ring->rsp_event = 1;
    tx->produced = tx->published = tx->consumed = 0;
    memset(tx->busy, 0, sizeof tx->busy);
    tx->free_count = tx->count;
    for (u32 i = 0; i < tx->count; i++)
        tx->free[i] = (u16)i;
    for (u32 i = 0; i < tx->count / PER_PAGE; i++)
        grants_set(tx->grants + i, device->backend_id, tx->buffers + (u64)i * PAGE, true);
    grants_set(tx->ring_grant, device->backend_id, tx->ring, false);
}

void netfront_tx_publish(struct device *device, bool *notify)
{
    struct netfront_tx *tx = &device->tx;
    u32 old = tx->published, new = tx->produced;
    if (old == new)
        return;
    __atomic_store_n(&tx->ring->req_prod, tx->published = new, __ATOMIC_SEQ_CST);
    *notify |= new - __atomic_load_n(&tx->ring->req_event, __ATOMIC_SEQ_CST) < new - old;
}

static void take_response(struct netfront_tx *tx)
{
    struct netif_tx_response response =
        *(volatile struct netif_tx_response *)&tx->ring->ring[tx->consumed++ % NETFRONT_RING].rsp;
    if (response.id >= tx->count || !tx->busy[response.id]) {
        tx->counters.foreign++;
        return;
    }
    if (response.status != NETIF_RSP_OKAY)
        tx->counters.errors++;
    tx->busy[response.id] = false;
    tx->free[tx->free_count++] = response.id;
}

void netfront_tx_reap(struct device *device)
{
    struct netfront_tx *tx = &device->tx;
    u32 count = __atomic_load_n(&tx->ring->rsp_prod, __ATOMIC_ACQUIRE) - tx->consumed;
    if (count > tx->published - tx->consumed) {
        netfront_break(device, "its transmit ring holds more answers than requests");
        return;
    }
    while (count--)
        take_response(tx);
}

/* Whether a buffer is free; if not, asks for an event when some are. */
static bool has_room(struct device *device)
{
    struct netfront_tx *tx = &device->tx;
    if (tx->free_count)
        return true;
    netfront_tx_reap(device);
    if (tx->free_count || device->phase != NETFRONT_CONNECTED)
        return tx->free_count;
    /* Half of those that are under way: one event for many packets. */
    u32 outstanding = tx->published - tx->consumed;
    __atomic_store_n(&tx->ring->rsp_event, tx->consumed + outstanding / 2 + 1, __ATOMIC_SEQ_CST);
    netfront_tx_reap(device);
    return tx->free_count;
}

static void queue(struct netfront_tx *tx, const struct packet *packet)
{
    u16 buffer = tx->free[--tx->free_count];
    u16 offset = (u16)(buffer % PER_PAGE * NETFRONT_TX_SIZE);
    memcpy(tx->buffers + (u64)buffer * NETFRONT_TX_SIZE, packet->data, packet->length);
    tx->busy[buffer] = true;
    tx->ring->ring[tx->produced++ % NETFRONT_RING].req =
        (struct netif_tx_request){.gref = tx->grants + buffer / (u32)PER_PAGE,
                                  .offset = offset,
                                  .id = buffer,
                                  .size = (u16)packet->length};
    tx->counters.packets++;
    tx->counters.bytes += packet->length;
}

u32 device_transmit(struct device *device, struct batch *batch)
{
    struct netfront_tx *tx = &device->tx;
    u32 sent = 0;
    while (batch->first) {
        bool up = device->phase == NETFRONT_CONNECTED;
        bool sendable = batch->first->length >= ETHER_HEADER && batch->first->length <= NETFRONT_TX_SIZE;
        if (up && sendable && !has_room(device))
            break;
        struct packet *packet = batch_take(batch);
        if (device->phase != NETFRONT_CONNECTED)
            tx->counters.down++;
        else if (!sendable)
            tx->counters.malformed++;
        else
            queue(tx, packet);
        packet_free(netfront_pool, packet);
        sent++;
    }
    return sent;
}
