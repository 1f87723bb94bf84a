#include "elements/ARPQuerier.h"

#include "arp-table.h"
#include "headers.h"
#include "parse.h"

#define SECOND 1000000000ull
#define HOSTS 1024u /* entries where ENTRY_CAPACITY says nothing */

struct ARPQuerier {
    struct arp_table table;
    u32 ip, broadcast; /* in memory order */
    u8 ethernet[6];
    bool warned;
    u64 queries, responses, drops;
    struct timer expiry;
};

static u64 whole_seconds(const struct arp_table *table)
{
    return table->timeout / SECOND * SECOND;
}

static void expire(struct element *element, struct timer *timer)
{
    struct ARPQuerier *querier = element->state;
    arp_table_expire(&querier->table, router_now(element->router));
    timer_schedule_after(timer, whole_seconds(&querier->table) + SECOND);
}

/* Else the last address of the own network is the broadcast address. */
static u32 broadcast_of(const struct ARPQuerier_args *args)
{
    u32 ip = load32(args->ip.address), last = ip | ~load32(args->ip.mask);
    if (args->has_broadcast)
        return load32(args->broadcast);
    return last == ip ? ~0u : last;
}

static bool start(struct element *element, struct text *error)
{
    const struct ARPQuerier_args *args = element->args;
    struct ARPQuerier *querier = element->state;
    if (args->has_table) {
        text_string(error, "a TABLE shared with others is not supported");
        return false;
    }
    querier->ip = load32(args->ip.address);
    querier->broadcast = broadcast_of(args);
    memcpy(querier->ethernet, args->eth, 6);
    querier->table.capacity = args->capacity;
    querier->table.host_capacity = args->entry_packet_capacity;
    querier->table.slim_factor = args->capacity_slim_factor ? args->capacity_slim_factor : 1;
    querier->table.timeout = args->timeout;
    timer_init(&querier->expiry, element, expire);
    return arp_table_start(&querier->table, element, args->entry_capacity ? args->entry_capacity : HOSTS, error);
}

static bool ready(struct element *element, struct text *error)
{
    struct ARPQuerier *querier = element->state;
    (void)error;
    if (querier->table.timeout)
        timer_schedule_after(&querier->expiry, whole_seconds(&querier->table));
    return true;
}

static void write_query(const struct ARPQuerier *querier, u8 *frame, const u8 *destination, u32 ip)
{
    u8 *arp = frame + ETHERNET_HEADER;
    memset(frame + ETHERNET_DESTINATION, 0xff, 6);
    if (destination)
        memcpy(frame + ETHERNET_DESTINATION, destination, 6);
    memcpy(frame + ETHERNET_SOURCE, querier->ethernet, 6);
    store_be16(frame + ETHERNET_TYPE, ETHERTYPE_ARP);
    store_be16(arp + ARP_HARDWARE, ARP_HARDWARE_ETHERNET);
    store_be16(arp + ARP_PROTOCOL, ETHERTYPE_IP);
    arp[ARP_HARDWARE_LENGTH] = 6;
    arp[ARP_PROTOCOL_LENGTH] = 4;
    store_be16(arp + ARP_OPERATION, ARP_REQUEST);
    memcpy(arp + ARP_SENDER_ETHERNET, querier->ethernet, 6);
    store32(arp + ARP_SENDER_IP, querier->ip);
    memset(arp + ARP_TARGET_ETHERNET, 0, 6);
    store32(arp + ARP_TARGET_IP, ip);
}

/* Asks for `ip`: all, or only `destination`. A query that there is no memory for is asked again with the next packet. */
static void query(struct element *element, u32 ip, u64 timestamp, u16 vlan, const u8 *destination)
{
    struct ARPQuerier *querier = element->state;
    struct packet *packet = packet_new(&element->router->pool, ETHERNET_HEADER + ARP_SIZE);
    if (!packet)
        return;
    write_query(querier, packet->data, destination, ip);
    packet->mac = packet->data;
    packet->network = packet->data + ETHERNET_HEADER;
    packet->timestamp = timestamp;
    store16(packet->annotations + ANNOTATION_VLAN_TCI, vlan);
    querier->queries++;
    output_stage(element, element->noutputs - 1u, packet);
}

/* The Ethernet address that a broadcast or multicast address stands for; false: `ip` is neither. */
static bool group_address(const struct ARPQuerier *querier, u32 ip, u8 ethernet[6])
{
    const u8 *bytes = (const u8 *)&ip;
    if (ip == ~0u || ip == querier->broadcast) {
        memset(ethernet, 0xff, 6);
        return true;
    }
    if ((bytes[0] & 0xf0) != 0xe0)
        return false;
    memcpy(ethernet, (u8[6]){0x01, 0x00, 0x5e, bytes[1] & 0x7f, bytes[2], bytes[3]}, 6);
    return true;
}

static void drop(struct element *element, struct packet *packet)
{
    struct ARPQuerier *querier = element->state;
    querier->drops++;
    element_free(element, packet);
}

static void warn_of_zero(struct element *element)
{
    struct ARPQuerier *querier = element->state;
    if (querier->warned)
        return;
    querier->warned = true;
    struct text *log = router_log(element->router);
    element_describe(element, log);
    text_string(log, ": would query for 0.0.0.0; missing dest IP addr annotation?");
    router_log_end(element->router);
}

/* The Ethernet address is written last of all: the own one may have changed while the packet waited. */
static void emit(struct element *element, struct packet *packet)
{
    const struct ARPQuerier *querier = element->state;
    memcpy(packet->data + ETHERNET_SOURCE, querier->ethernet, 6);
    output_stage(element, 0, packet);
}

static void wait(struct element *element, struct packet *packet, u32 ip)
{
    struct ARPQuerier *querier = element->state;
    u64 timestamp = packet->timestamp;
    u16 vlan = load16(packet->annotations + ANNOTATION_VLAN_TCI);
    if (!ip) {
        warn_of_zero(element);
        drop(element, packet);
    } else if (arp_table_wait(&querier->table, ip, packet, router_now(element->router))) {
        query(element, ip, timestamp, vlan, NULL);
    }
}

/* A packet that has its Ethernet header, but for the addresses. */
static void resolve(struct element *element, struct packet *packet)
{
    const struct ARPQuerier_args *args = element->args;
    struct ARPQuerier *querier = element->state;
    u32 ip = packet_annotation32(packet, ANNOTATION_DST_IP);
    u8 *destination = packet->data + ETHERNET_DESTINATION;
    bool poll;
    const u8 *ethernet =
        arp_table_find(&querier->table, ip, router_now(element->router), args->poll_timeout, &poll);
    if (ethernet) {
        memcpy(destination, ethernet, 6);
        if (poll)
            query(element, ip, packet->timestamp, load16(packet->annotations + ANNOTATION_VLAN_TCI),
                  args->broadcast_poll ? NULL : ethernet);
        emit(element, packet);
    } else if (group_address(querier, ip, destination)) {
        emit(element, packet);
    } else {
        wait(element, packet, ip);
    }
}

static void take_ip(struct element *element, struct packet *packet)
{
    const struct ARPQuerier *querier = element->state;
    if (!querier->ip || !packet_push(packet, ETHERNET_HEADER)) {
        drop(element, packet);
        return;
    }
    packet->mac = packet->data;
    packet->network = packet->data + ETHERNET_HEADER;
    store_be16(packet->data + ETHERNET_TYPE, ETHERTYPE_IP);
    resolve(element, packet);
}

static bool is_answer(const struct packet *packet)
{
    const u8 *arp = packet->data + ETHERNET_HEADER;
    return load_be16(packet->data + ETHERNET_TYPE) == ETHERTYPE_ARP &&
           load_be16(arp + ARP_HARDWARE) == ARP_HARDWARE_ETHERNET && load_be16(arp + ARP_PROTOCOL) == ETHERTYPE_IP &&
           load_be16(arp + ARP_OPERATION) == ARP_REPLY && !(arp[ARP_SENDER_ETHERNET] & 1);
}

static void take_answer(struct element *element, struct packet *packet)
{
    struct ARPQuerier *querier = element->state;
    struct batch waited = BATCH_EMPTY;
    if (packet->length >= ETHERNET_HEADER + ARP_SIZE) {
        const u8 *arp = packet->data + ETHERNET_HEADER;
        querier->responses++;
        if (is_answer(packet))
            arp_table_insert(&querier->table, load32(arp + ARP_SENDER_IP), arp + ARP_SENDER_ETHERNET,
                             router_now(element->router), &waited);
    }
    element_free(element, packet);
    while ((packet = batch_take(&waited)))
        resolve(element, packet);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct packet *packet;
    while ((packet = batch_take(batch))) {
        if (port == 0)
            take_ip(element, packet);
        else
            take_answer(element, packet);
    }
    output_flush(element);
}

#include "ARPQuerier-handlers.h"

const struct element_class ARPQuerier_class = {
    ARPQuerier_COMMON,
    .state_size = sizeof(struct ARPQuerier),
    .start = start,
    .ready = ready,
    .push = push,
};
