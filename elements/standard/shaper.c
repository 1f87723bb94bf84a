#include "shaper.h"

#include "rate-limit.h"

static void wake(struct element *element, struct timer *timer)
{
    struct shaper *shaper = element->state;
    (void)timer;
    relay_wake(&shaper->relay);
}

void shaper_start(struct element *element, bool bandwidth, u64 rate)
{
    struct shaper *shaper = element->state;
    shaper->bandwidth = bandwidth;
    gap_rate_set(&shaper->gap, rate, router_now(element->router));
    timer_init(&shaper->timer, element, wake);
    relay_wake(&shaper->relay);
}

bool shaper_ready(struct element *element, struct text *error)
{
    struct shaper *shaper = element->state;
    relay_init(&shaper->relay, element);
    return signal_find_upstream(&shaper->signal, element, 0, &shaper->relay.task, error);
}

/* Output 1 of a Shaper gives what the rate leaves over; who pulls there does not sleep while there is something. */
void shaper_pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct shaper *shaper = element->state;
    u64 now = router_now(element->router), used = 0;
    u32 most = gap_rate_packets(&shaper->gap, now, shaper->bandwidth ? PACKET_MAX : 1, max);
    struct batch batch = BATCH_EMPTY;
    bool rest = port && !shaper->bandwidth;
    if (rest)
        most = most ? 0 : max;
    if (!most) {
        timer_schedule_after(&shaper->timer, gap_rate_wait(&shaper->gap, now));
        relay_rest(&shaper->relay, element->noutputs > 1 && signal_active(&shaper->signal));
        return;
    }
    input_pull(element, 0, most, &batch);
    for (const struct packet *packet = batch.first; packet && !rest; packet = packet->next)
        used += shaper->bandwidth ? packet->length : 1;
    gap_rate_use(&shaper->gap, used);
    relay_rest(&shaper->relay, batch.count || signal_active(&shaper->signal));
    batch_move(into, &batch);
}

struct notifier *shaper_notifier(struct element *element, u32 output)
{
    struct shaper *shaper = element->state;
    (void)output;
    return &shaper->relay.notifier;
}

HANDLER void shaper_read_rate(struct element *element, struct text *out)
{
    const struct shaper *shaper = element->state;
    rate_limit_read(shaper->bandwidth, shaper->gap.rate, out);
}

HANDLER bool shaper_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    struct shaper *shaper = element->state;
    u64 rate;
    if (!rate_limit_parse(shaper->bandwidth, value, size, &rate, error))
        return false;
    gap_rate_set(&shaper->gap, rate, router_now(element->router));
    relay_wake(&shaper->relay);
    return true;
}

HANDLER bool shaper_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct shaper *shaper = element->state;
    (void)value;
    (void)size;
    (void)error;
    shaper->gap.started = false;
    relay_wake(&shaper->relay);
    return true;
}
