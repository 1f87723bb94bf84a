#include "attacks.h"

#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CHAIN 300u
#define FRAME 60

static void answer(struct backend *backend, struct netif_rx_response response)
{
    backend_answer(backend, response);
    backend_push(backend);
}

/* The id that the next answer should have. */
static uint16_t right_id(const struct backend *backend)
{
    return (uint16_t)(backend->rx_asked % backend->rx_count);
}

static void tell_any_rx(void)
{
    printf("rx_errors any\nrx_malformed any\nrx_foreign any\nrx_chained any\nrx_checksum any\n");
}

/* Only connects. */
static void none(struct backend *backend)
{
    (void)backend;
}

static void rx_ids(struct backend *backend)
{
    int32_t wrong[] = {1, -1, 0x8000, (int32_t)backend->rx_count, -2, 0xff00};
    for (unsigned i = 0; i < COUNT(wrong); i++)
        answer(backend, (struct netif_rx_response){.id = (uint16_t)(right_id(backend) + wrong[i]), .status = FRAME});
    printf("rx_foreign %zu\n", COUNT(wrong));
}

static void rx_statuses(struct backend *backend)
{
    static const int16_t failures[] = {NETIF_RSP_ERROR, NETIF_RSP_DROPPED, -3, -FRAME, INT16_MIN};
    for (unsigned i = 0; i < COUNT(failures); i++)
        answer(backend, (struct netif_rx_response){.id = right_id(backend), .status = failures[i]});
    printf("rx_errors %zu\n", COUNT(failures));
}

static void rx_sizes(struct backend *backend)
{
    static const int16_t sizes[] = {0, 1, 13, 2048, 4095, 4096, 4097, INT16_MAX};
    for (unsigned i = 0; i < COUNT(sizes); i++)
        answer(backend, (struct netif_rx_response){.id = right_id(backend), .status = sizes[i]});
    printf("rx_malformed %zu\n", COUNT(sizes));
}

static void rx_offsets(struct backend *backend)
{
    static const uint16_t offsets[] = {PAGE - FRAME + 1, PAGE - 1, PAGE, 0x7fff, 0x8000, UINT16_MAX};
    for (unsigned i = 0; i < COUNT(offsets); i++)
        answer(backend,
               (struct netif_rx_response){.id = right_id(backend), .offset = offsets[i], .status = FRAME});
    printf("rx_malformed %zu\n", COUNT(offsets));
}

/* One packet in more pieces than the ring has entries. */
static void rx_fragments(struct backend *backend)
{
    for (unsigned i = 0; i < CHAIN; i++)
        answer(backend, (struct netif_rx_response){
                            .id = right_id(backend), .status = FRAME, .flags = i + 1 < CHAIN ? NETRXF_more_data : 0});
    printf("rx_chained 1\n");
}

/* The packet itself is good: what follows it says what was never offered. */
static void rx_extras(struct backend *backend)
{
    answer(backend,
           (struct netif_rx_response){.id = right_id(backend), .status = FRAME, .flags = NETRXF_extra_info});
    for (unsigned i = 0; i < CHAIN; i++) {
        struct netif_extra_info extra = {.type = (uint8_t)i,
                                         .flags = i + 1 < CHAIN ? XEN_NETIF_EXTRA_FLAG_MORE : 0,
                                         .u.gso = {.size = 1, .type = UINT8_MAX}};
        struct netif_rx_response response;
        memcpy(&response, &extra, sizeof response);
        answer(backend, response);
    }
}

static void rx_gso(struct backend *backend)
{
    for (unsigned i = 0; i < 4; i++)
        answer(backend,
               (struct netif_rx_response){.id = right_id(backend), .status = FRAME, .flags = NETRXF_gso_prefix});
    printf("rx_chained 4\n");
}

static void rx_blank(struct backend *backend)
{
    for (unsigned i = 0; i < 4; i++)
        answer(backend,
               (struct netif_rx_response){.id = right_id(backend), .status = FRAME, .flags = NETRXF_csum_blank});
    printf("rx_checksum 4\n");
}

/* IPv4 whose checksum was left blank, with fields that lie about what follows. */
static void rx_lies(struct backend *backend)
{
    static const uint8_t frame[] = {0x08, 0x00, 0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17};
    backend->any_bytes = true;
    for (unsigned i = 0; i < CHAIN; i++) {
        uint16_t id = right_id(backend);
        uint8_t *bytes = backend->rx_pages + id * PAGE;
        while (!backend_room(backend))
            backend_pause(backend);
        memcpy(bytes + 12, frame, sizeof frame);
        for (unsigned k = 0; k < 3; k++)
            bytes[14 + rand() % 12] = (uint8_t)rand();
        answer(backend, (struct netif_rx_response){
                            .id = id, .status = (int16_t)(14 + rand() % 100), .flags = NETRXF_csum_blank});
    }
    printf("rx_checksum any\n");
}

/* Entries that were never written: the guest's own requests, taken for answers. */
static void rx_early(struct backend *backend)
{
    backend->rx_answered += backend->rx_count / 2;
    backend_push(backend);
    tell_any_rx();
}

static void *change(void *argument)
{
    struct backend *backend = argument;
    static const struct netif_rx_response others[] = {
        {.id = UINT16_MAX, .status = FRAME}, {.offset = PAGE - 1, .status = FRAME}, {.status = INT16_MAX}, {.status = -1},
        {.status = 100, .flags = NETRXF_csum_blank}};
    unsigned seed = 1;
    while (!__atomic_load_n(&backend->any_bytes, __ATOMIC_RELAXED)) {
        unsigned at = (unsigned)rand_r(&seed) % RING;
        struct netif_rx_response *entry = &backend->rx->ring[at].rsp, before = *entry;
        *(volatile struct netif_rx_response *)entry = others[at % COUNT(others)];
        backend->rx_pages[(at % backend->rx_count) * PAGE + (unsigned)rand_r(&seed) % 100] = MARK | (at & 0x3f);
        *(volatile struct netif_rx_response *)entry = before;
    }
    return NULL;
}

/* Another thread changes answers and packets while the guest reads them. Requests in the ring are not to be relied on. */
static void rx_race(struct backend *backend)
{
    pthread_t changer;
    if (pthread_create(&changer, NULL, change, backend))
        fail("thread");
    for (unsigned i = 0; i < 2000; i++)
        answer(backend, (struct netif_rx_response){.id = right_id(backend), .status = FRAME});
    __atomic_store_n(&backend->any_bytes, true, __ATOMIC_RELAXED);
    pthread_join(changer, NULL);
    backend->any_bytes = false;
    backend_drain(backend);
    tell_any_rx();
}

/* Packets of the guest that wait for an answer. */
static void ask_for(struct backend *backend, struct netif_tx_request *requests, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        backend_send(backend, FRAME);
    for (unsigned i = 0; i < count; backend_pause(backend))
        while (i < count && backend_take(backend, &requests[i]))
            i++;
}

static void tx_ids(struct backend *backend)
{
    struct netif_tx_request sent[6];
    ask_for(backend, sent, COUNT(sent));
    uint16_t wrong[] = {UINT16_MAX, RING, (uint16_t)backend->rx_count, 0x8000 | sent[0].id};
    for (unsigned i = 0; i < COUNT(wrong); i++)
        backend_reply(backend, wrong[i], NETIF_RSP_OKAY);
    backend_reply(backend, sent[5].id, NETIF_RSP_OKAY);
    backend_reply(backend, sent[5].id, NETIF_RSP_OKAY);
    printf("tx_foreign %zu\n", COUNT(wrong) + 1);
}

static void tx_statuses(struct backend *backend)
{
    static const int16_t failures[] = {NETIF_RSP_ERROR, NETIF_RSP_DROPPED, NETIF_RSP_NULL, INT16_MAX, INT16_MIN};
    struct netif_tx_request sent[COUNT(failures)];
    ask_for(backend, sent, COUNT(sent));
    for (unsigned i = 0; i < COUNT(sent); i++)
        backend_reply(backend, sent[i].id, failures[i]);
    printf("tx_errors %zu\n", COUNT(failures));
}

/* Sends, and takes nothing: until the guest's ring, and then its queue, are full. */
static void tx_silence(struct backend *backend)
{
    for (unsigned i = 0; i < 3 * RING; i++)
        backend_send(backend, FRAME);
    backend_drain(backend);
}

/* What was not granted, and for writing what was granted to be read. */
static void steal(struct backend *backend)
{
    struct netif_tx_request sent;
    ask_for(backend, &sent, 1);
    backend_reply(backend, sent.id, NETIF_RSP_OKAY);
    for (uint32_t i = 0; i < backend->rx_count / 2; i++)
        if (backend_map(backend, backend->tx_first + i, 1, true))
            accuse("a transmit buffer can be written by the backend");
    for (uint32_t grant = 2; grant < 8; grant++)
        if (backend_map(backend, grant, 1, false))
            accuse("a page that no vif uses is granted");
    for (uint32_t at = 0; at < backend->rx_count / 2 * PAGE; at++)
        if (backend->tx_pages[at] && (backend->tx_pages[at] & 0xc0) != MARK && !backend->any_bytes)
            accuse("transmit buffers hold more than packets of this vif");
}

static void storm(struct backend *backend)
{
    for (unsigned i = 0; i < 20000; i++) {
        if (i % 16 == 0) {
            backend->rx->req_event = backend->tx->req_event = (uint32_t)rand();
            backend->rx->rsp_event = backend->tx->rsp_event = (uint32_t)rand();
        }
        backend_notify(backend);
    }
}

/* Both rings full of random numbers, the guest's own fields too; and as many answers as it waits for. */
static void scribble(struct backend *backend)
{
    struct netif_tx_request sent[8];
    ask_for(backend, sent, COUNT(sent));
    uint32_t rx_answered = backend->rx_asked + backend_room(backend), tx_answered = backend->tx_taken;
    uint8_t *rings[] = {(uint8_t *)backend->rx, (uint8_t *)backend->tx};
    for (unsigned ring = 0; ring < COUNT(rings); ring++)
        for (unsigned at = 0; at < PAGE; at++)
            if (at < offsetof(struct netif_rx_sring, rsp_prod) || at >= offsetof(struct netif_rx_sring, rsp_event))
                rings[ring][at] = (uint8_t)rand();
    backend->tx->rsp_prod = tx_answered;
    backend->rx_answered = rx_answered;
    backend_push(backend);
    tell_any_rx();
    printf("tx_foreign any\ntx_errors any\ntx_down any\n");
}

static void rx_to(struct backend *backend, uint32_t index)
{
    backend->rx_answered = index;
    backend_push(backend);
}

static void tx_to(struct backend *backend, uint32_t index)
{
    backend->tx->rsp_prod = index;
    backend_notify(backend);
}

/* Again until the guest has taken all answers before it looks: it cannot see one that it has not taken yet go. */
static void take_back(struct backend *backend, void (*to)(struct backend *, uint32_t), uint32_t index)
{
    for (unsigned i = 0; i < 200 && backend_guest_state(backend) != XenbusStateClosed; i++) {
        to(backend, index - i % 2);
        backend_pause(backend);
    }
}

#define JUMPS(ring, limit, at)                                                                                 \
    static void ring##_one_ahead(struct backend *backend) { ring##_to(backend, backend->limit + 1); }          \
    static void ring##_ring_ahead(struct backend *backend) { ring##_to(backend, backend->limit + RING + 1); }  \
    static void ring##_half_ahead(struct backend *backend) { ring##_to(backend, backend->at + (1u << 31)); }   \
    static void ring##_one_back(struct backend *backend) { take_back(backend, ring##_to, backend->at); }

JUMPS(rx, rx->req_prod, rx_answered)
JUMPS(tx, tx->req_prod, tx_answered)

const struct attack ring_attacks[] = {
    {"none", none, GOES_ON},
    {"rx-ids", rx_ids, GOES_ON},
    {"rx-statuses", rx_statuses, GOES_ON},
    {"rx-sizes", rx_sizes, GOES_ON},
    {"rx-offsets", rx_offsets, GOES_ON},
    {"rx-fragments", rx_fragments, GOES_ON},
    {"rx-extras", rx_extras, GOES_ON},
    {"rx-gso", rx_gso, GOES_ON},
    {"rx-blank", rx_blank, GOES_ON},
    {"rx-lies", rx_lies, GOES_ON},
    {"rx-early", rx_early, ANEW},
    {"rx-race", rx_race, ANEW},
    {"tx-ids", tx_ids, ANEW},
    {"tx-statuses", tx_statuses, GOES_ON},
    {"tx-silence", tx_silence, GOES_ON},
    {"steal", steal, GOES_ON},
    {"storm", storm, GOES_ON},
    {"scribble", scribble, ANEW},
    {"rx-one-ahead", rx_one_ahead, CLOSED},
    {"rx-ring-ahead", rx_ring_ahead, CLOSED},
    {"rx-half-ahead", rx_half_ahead, CLOSED},
    {"rx-one-back", rx_one_back, CLOSED},
    {"tx-one-ahead", tx_one_ahead, CLOSED},
    {"tx-ring-ahead", tx_ring_ahead, CLOSED},
    {"tx-half-ahead", tx_half_ahead, CLOSED},
    {"tx-one-back", tx_one_back, CLOSED},
    {NULL, NULL, GOES_ON},
};
