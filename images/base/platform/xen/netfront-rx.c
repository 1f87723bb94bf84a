#include "netfront.h"

#include "batch.h"
#include "bytes.h"
#include "offload.h"
#include "grants.h"
#include "layout.h"
#include "memory.h"
#include "platform.h"

#define ETHER_HEADER 14

u32 netfront_rx_pages(u32 count)
{
    return 1 + count;
}

bool netfront_rx_take(struct netfront_rx *rx, u32 count)
{
    u8 *pages = memory_pages(netfront_rx_pages(count));
    if (!pages)
        return false;
    rx->ring = (struct netif_rx_sring *)pages;
    rx->buffers = pages + PAGE;
    rx->count = count;
    rx->ring_grant = grants_take(1);
    rx->grants = grants_take(count);
    return true;
}

/* Responses come in the order of the requests, so the buffer of a response follows from its place in the ring. */
static void post(struct netfront_rx *rx, u32 request)
{
    u32 buffer = request % rx->count;
    rx->ring->ring[request % NETFRONT_RING].req =
        (struct netif_rx_request){.id = (u16)buffer, .gref = rx->grants + buffer};
}

void netfront_rx_open(struct device *device)
{
    struct netfront_rx *rx = &device->rx;
    memset(rx->ring, 0, PAGE);
    rx->ring->req_event = rx->ring->rsp_event = 1;
    rx->consumed = rx->published = 0;
    rx->more_data = rx->more_extra = false;
    for (u32 i = 0; i < rx->count; i++) {
        grants_set(rx->grants + i, device->backend_id, rx->buffers + (u64)i * PAGE, false);
        post(rx, i);
    }
    grants_set(rx->ring_grant, device->backend_id, rx->ring, false);
}

void netfront_rx_publish(struct device *device, bool *notify)
{
    struct netfront_rx *rx = &device->rx;
    u32 old = rx->published, new = rx->consumed + rx->count;
    if (old == new)
        return;
    __atomic_store_n(&rx->ring->req_prod, rx->published = new, __ATOMIC_SEQ_CST);
    *notify |= new - __atomic_load_n(&rx->ring->req_event, __ATOMIC_SEQ_CST) < new - old;
}

/* Whether the entry only continues a packet that was dropped. */
static bool continues(struct netfront_rx *rx, const struct netif_rx_response *response)
{
    if (rx->more_extra) {
        struct netif_extra_info extra;
        memcpy(&extra, response, sizeof *response);
        rx->more_extra = extra.flags & XEN_NETIF_EXTRA_FLAG_MORE;
        return true;
    }
    if (!rx->more_data)
        return false;
    rx->more_data = response->flags & NETRXF_more_data;
    return true;
}

/* The entry's packet as it lies in the buffer is what its length says, or is counted and dropped. */
static bool acceptable(struct netfront_rx *rx, u32 request, const struct netif_rx_response *response)
{
    struct netfront_counters *counters = &rx->counters;
    rx->more_extra = response->flags & NETRXF_extra_info;
    rx->more_data = response->flags & NETRXF_more_data;
    if (response->id != request % rx->count)
        counters->foreign++;
    else if (response->status < 0)
        counters->errors++;
    else if (response->flags & (NETRXF_more_data | NETRXF_gso_prefix))
        counters->chained++;
    else if (response->status < ETHER_HEADER || response->status > (i32)PACKET_MAX ||
             response->offset > PAGE - response->status)
        counters->malformed++;
    else
        return true;
    return false;
}

static struct packet *copy_out(struct device *device, u32 request, const struct netif_rx_response *response)
{
    struct netfront_rx *rx = &device->rx;
    struct packet *packet = packet_new(netfront_pool, (u32)response->status);
    if (!packet) {
        rx->counters.no_packet++;
        return NULL;
    }
    memcpy(packet->data, rx->buffers + (u64)(request % rx->count) * PAGE + response->offset, packet->length);
    if (!(response->flags & NETRXF_csum_blank) || offload_complete(packet->data, packet->length)) {
        rx->counters.packets++;
        rx->counters.bytes += packet->length;
        return packet;
    }
    rx->counters.checksum++;
    packet_free(netfront_pool, packet);
    return NULL;
}

/* The next entry's packet, if it is one. */
static struct packet *take(struct device *device, bool wanted)
{
    struct netfront_rx *rx = &device->rx;
    u32 request = rx->consumed++;
    struct netif_rx_response response =
        *(volatile struct netif_rx_response *)&rx->ring->ring[request % NETFRONT_RING].rsp;
    struct packet *packet = NULL;
    if (!continues(rx, &response) && acceptable(rx, request, &response)) {
        if (wanted)
            packet = copy_out(device, request, &response);
        else
            rx->counters.unwanted++;
    }
    post(rx, request + rx->count);
    return packet;
}

/* Responses that wait; asks for an event when there are none. */
static u32 waiting(struct device *device)
{
    struct netfront_rx *rx = &device->rx;
    u32 count = __atomic_load_n(&rx->ring->rsp_prod, __ATOMIC_ACQUIRE) - rx->consumed;
    if (!count) {
        __atomic_store_n(&rx->ring->rsp_event, rx->consumed + 1, __ATOMIC_SEQ_CST);
        count = __atomic_load_n(&rx->ring->rsp_prod, __ATOMIC_SEQ_CST) - rx->consumed;
    }
    if (count <= rx->published - rx->consumed)
        return count;
    netfront_break(device, "its receive ring holds more answers than requests");
    return 0;
}

u32 device_receive(struct device *device, u32 max, struct batch *into)
{
    u32 taken = 0, count;
    while (taken < max && device->phase == NETFRONT_CONNECTED && (count = waiting(device)))
        for (; count && taken < max; count--) {
            struct packet *packet = take(device, true);
            if (packet) {
                batch_append(into, packet);
                taken++;
            }
        }
    return taken;
}

/* The backend takes a full ring for a guest that hangs, and cuts the device off. */
void netfront_rx_discard(struct device *device)
{
    for (u32 count; (count = waiting(device));)
        for (; count; count--)
            take(device, false);
}
