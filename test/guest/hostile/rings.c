/*
 * A backend that breaks every rule of the network rings. Whatever it does, packets hold only bytes of the buffer
 * that their entry named, buffers are neither lost nor given twice, and a ring that makes sense keeps its device.
 */
#include "harness.h"

#include "batch.h"
#include "netfront.h"
#include "platform.h"

#define PAGE 4096u
#define BUFFERS 16u
#define SLOTS 64u

static struct device device;
static struct packet_pool pool;
static bool sane;      /* all indices written this round follow the rules */
static bool scribbled; /* and yet nobody can say what the entries are */

/* The protocol as the backend sees it: what the next entry continues, and how many packets are whole and in range. */
static bool chain, extras;
static u64 deliverable, delivered;

struct packet_pool *netfront_pool = &pool;

void *memory_pages(u64 count)
{
    return aligned_alloc(PAGE, count * PAGE);
}

u32 grants_take(u32 count)
{
    static u32 next = 8;
    next += count;
    return next - count;
}

void grants_set(u32 reference, u16 domain_id, const void *page, bool read_only)
{
    (void)reference, (void)domain_id, (void)page, (void)read_only;
}

void netfront_break(struct device *broken, const char *why)
{
    (void)why;
    REQUIRE(!sane);
    broken->phase = NETFRONT_BROKEN;
}

/* Each buffer page is filled with its own number, so that a byte tells where it was read. */
static void open_device(void)
{
    free(device.rx.ring);
    free(device.tx.ring);
    memset(&device, 0, sizeof device);
    netfront_rx_take(&device.rx, BUFFERS);
    netfront_tx_take(&device.tx, BUFFERS);
    netfront_rx_open(&device);
    netfront_tx_open(&device);
    for (u32 i = 0; i < BUFFERS; i++)
        memset(device.rx.buffers + i * PAGE, (int)i + 1, PAGE);
    device.phase = NETFRONT_CONNECTED;
    sane = true;
    chain = extras = scribbled = false;
    deliverable = delivered = 0;
}

static void count_deliverable(const struct netif_rx_response *answer, u32 at)
{
    if (extras) {
        extras = answer->id >> 8 & XEN_NETIF_EXTRA_FLAG_MORE; /* an extra-info's flags are its second byte */
        return;
    }
    bool first = !chain;
    chain = answer->flags & NETRXF_more_data;
    if (!first)
        return;
    extras = answer->flags & NETRXF_extra_info;
    deliverable += !chain && !(answer->flags & NETRXF_gso_prefix) && answer->id == at % BUFFERS &&
                   answer->status >= 14 && answer->status <= (i32)PACKET_MAX &&
                   answer->offset + answer->status <= (i32)PAGE;
}

static void answer_receive(u32 at)
{
    struct netif_rx_response answer = {.id = (u16)(at % BUFFERS), .status = 60};
    if (rarely(3))
        answer.status = (i16)random64();
    if (rarely(3))
        answer.offset = (u16)random64();
    if (rarely(3))
        answer.flags = (u16)random64();
    if (rarely(8))
        answer.id = (u16)random64();
    count_deliverable(&answer, at);
    device.rx.ring->ring[at % NETFRONT_RING].rsp = answer;
}

/* An index that no backend may write: there are `published` requests, of which `consumed` have their answers taken. */
static u32 jump(u32 published, u32 consumed)
{
    sane = false;
    switch (random64() % 5) {
    case 0:
        return published + 1;
    case 1:
        return published + NETFRONT_RING + 1;
    case 2:
        return consumed + (1u << 31);
    case 3:
        return consumed - 1;
    default:
        return published + 1 + (u32)random64() % 1000;
    }
}

static void fill_receive_ring(void)
{
    u32 produced = device.rx.ring->rsp_prod, waiting = device.rx.published - produced;
    u32 count = waiting ? (u32)(random64() % (waiting + 1)) : 0;
    for (u32 i = 0; i < count; i++)
        answer_receive(produced++);
    if (rarely(200))
        produced = jump(device.rx.published, device.rx.consumed);
    device.rx.ring->rsp_prod = produced;
    if (rarely(10))
        device.rx.ring->req_event = (u32)random64();
}

static void fill_transmit_ring(void)
{
    u32 produced = device.tx.ring->rsp_prod, waiting = device.tx.published - produced;
    u32 count = waiting ? (u32)(random64() % (waiting + 1)) : 0;
    for (u32 i = 0; i < count; i++) {
        union netif_tx_sring_entry *entry = &device.tx.ring->ring[produced++ % NETFRONT_RING];
        u16 id = rarely(6) ? (u16)random64() : rarely(6) ? (u16)(random64() % BUFFERS) : entry->req.id;
        entry->rsp = (struct netif_tx_response){.id = id, .status = (i16)(rarely(4) ? random64() : 0)};
    }
    if (rarely(200))
        produced = jump(device.tx.published, device.tx.consumed);
    device.tx.ring->rsp_prod = produced;
}

/* All of both rings but the index that is the backend's to write; the guest's own fields as well. */
static void scribble(void)
{
    u8 *rings[] = {(u8 *)device.rx.ring, (u8 *)device.tx.ring};
    u32 produced[] = {device.rx.ring->rsp_prod, device.tx.ring->rsp_prod};
    for (u32 ring = 0; ring < 2; ring++)
        for (u32 at = 0; at < PAGE; at += 8) {
            u64 bytes = random64();
            memcpy(rings[ring] + at, &bytes, sizeof bytes);
        }
    device.rx.ring->rsp_prod = produced[0];
    device.tx.ring->rsp_prod = produced[1];
    scribbled = true;
}

/* The backend closes in the midst of traffic and comes back. */
static void reconnect(void)
{
    bool notify;
    netfront_rx_open(&device);
    netfront_tx_open(&device);
    netfront_rx_publish(&device, &notify);
    chain = extras = false;
}

/* Checksums may have been filled in, so a few bytes may differ; most are of one page. */
static void check_packet(const struct packet *packet)
{
    u32 foreign = 0;
    REQUIRE(packet->length >= 14 && packet->length <= PACKET_MAX);
    for (u32 i = 0; i < packet->length; i++)
        foreign += packet->data[i] != packet->data[0];
    REQUIRE(packet->data[0] >= 1 && packet->data[0] <= BUFFERS && foreign <= 2);
}

static void receive(void)
{
    struct batch batch = BATCH_EMPTY;
    if (rarely(10))
        netfront_rx_discard(&device);
    u32 count = device_receive(&device, 1 + (u32)random64() % 64, &batch);
    REQUIRE(count == batch.count);
    delivered += count;
    for (const struct packet *packet = batch.first; packet; packet = packet->next)
        check_packet(packet);
    if (rarely(2))
        device_transmit(&device, &batch);
    batch_free(&pool, &batch);
}

static void check_transmit_buffers(void)
{
    u32 busy = 0;
    bool seen[BUFFERS] = {false};
    for (u32 i = 0; i < BUFFERS; i++)
        busy += device.tx.busy[i];
    REQUIRE(busy + device.tx.free_count == BUFFERS);
    for (u32 i = 0; i < device.tx.free_count; i++) {
        u16 buffer = device.tx.free[i];
        REQUIRE(buffer < BUFFERS && !device.tx.busy[buffer] && !seen[buffer]);
        seen[buffer] = true;
    }
}

static void run_round(void)
{
    bool notify = false;
    static u8 memory[SLOTS * PACKET_SLOT];
    packet_pool_init(&pool, memory, sizeof memory);
    open_device();
    netfront_rx_publish(&device, &notify);
    for (u32 turn = 0; turn < 200 && device.phase == NETFRONT_CONNECTED; turn++) {
        if (rarely(100))
            reconnect();
        fill_receive_ring();
        fill_transmit_ring();
        if (rarely(100))
            scribble();
        receive();
        netfront_tx_reap(&device);
        REQUIRE(sane || device.phase == NETFRONT_BROKEN);
        netfront_rx_publish(&device, &notify);
        netfront_tx_publish(&device, &notify);
        check_transmit_buffers();
        REQUIRE(pool.used == 0);
        REQUIRE(!sane || scribbled || delivered + device.rx.counters.unwanted <= deliverable);
    }
}
