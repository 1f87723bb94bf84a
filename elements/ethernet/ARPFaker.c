#include "elements/ARPFaker.h"

#include "headers.h"

#define FIRST_ANSWER 1000000000u /* ns */
#define INTERVAL 10000000000u

struct ARPFaker {
    struct timer timer;
    u64 drops;
};

static void fill(const struct ARPFaker_args *args, u8 *frame)
{
    static const u8 kind[8] = {0, ARP_HARDWARE_ETHERNET, ETHERTYPE_IP >> 8, ETHERTYPE_IP & 0xff, 6, 4, 0, ARP_REPLY};
    u8 *arp = frame + ETHERNET_HEADER;
    memcpy(frame + ETHERNET_DESTINATION, args->dsteth, 6);
    memcpy(frame + ETHERNET_SOURCE, args->srceth, 6);
    store_be16(frame + ETHERNET_TYPE, ETHERTYPE_ARP);
    memcpy(arp, kind, sizeof kind);
    memcpy(arp + ARP_SENDER_ETHERNET, args->srceth, 6);
    memcpy(arp + ARP_SENDER_IP, args->srcip, 4);
    memcpy(arp + ARP_TARGET_ETHERNET, args->dsteth, 6);
    memcpy(arp + ARP_TARGET_IP, args->dstip, 4);
}

static void answer(struct element *element, struct timer *timer)
{
    struct ARPFaker *faker = element->state;
    struct batch batch = BATCH_EMPTY;
    timer_schedule_after(timer, INTERVAL);
    if (!batch_new(&element->router->pool, 1, ETHERNET_HEADER + ARP_SIZE, &batch)) {
        faker->drops++;
        return;
    }
    fill(element->args, batch.first->data);
    batch.first->mac = batch.first->data;
    batch.first->network = batch.first->data + ETHERNET_HEADER;
    output_push(element, 0, &batch);
}

static bool start(struct element *element, struct text *error)
{
    struct ARPFaker *faker = element->state;
    (void)error;
    timer_init(&faker->timer, element, answer);
    return true;
}

static bool ready(struct element *element, struct text *error)
{
    struct ARPFaker *faker = element->state;
    (void)error;
    timer_schedule_after(&faker->timer, FIRST_ANSWER);
    return true;
}

static void ARPFaker_read_drops(struct element *element, struct text *out)
{
    const struct ARPFaker *faker = element->state;
    text_unsigned(out, faker->drops);
}

const struct element_class ARPFaker_class = {
    ARPFaker_COMMON,
    .state_size = sizeof(struct ARPFaker),
    .start = start,
    .ready = ready,
};
