#include "elements/AverageCounter.h"

#include "quantity.h"

#define TICK 1000000u /* ns */
#define SECOND 1000u  /* ticks */

struct AverageCounter {
    u64 packets, bytes;
    u64 first, last; /* ticks */
    bool any;
};

static void action(struct element *element, struct batch *batch)
{
    const struct AverageCounter_args *args = element->args;
    struct AverageCounter *counter = element->state;
    u64 now = router_now(element->router) / TICK;
    if (!batch->count)
        return;
    if (!counter->any)
        counter->first = now;
    counter->any = true;
    counter->last = now;
    if (now - counter->first < (u64)args->ignore * SECOND)
        return;
    counter->packets += batch->count;
    for (const struct packet *packet = batch->first; packet; packet = packet->next)
        counter->bytes += packet->length;
}

static void AverageCounter_read_count(struct element *element, struct text *out)
{
    const struct AverageCounter *counter = element->state;
    text_unsigned(out, counter->packets);
}

static void AverageCounter_read_byte_count(struct element *element, struct text *out)
{
    const struct AverageCounter *counter = element->state;
    text_unsigned(out, counter->bytes);
}

/* All in one tick count as in a whole one. */
static void read_rate(const struct element *element, u64 count, struct text *out)
{
    const struct AverageCounter_args *args = element->args;
    const struct AverageCounter *counter = element->state;
    u64 ticks = counter->last - counter->first, ignored = (u64)args->ignore * SECOND;
    text_quotient(out, count * SECOND, ticks > ignored ? ticks - ignored : 1);
}

static void AverageCounter_read_rate(struct element *element, struct text *out)
{
    const struct AverageCounter *counter = element->state;
    read_rate(element, counter->packets, out);
}

static void AverageCounter_read_byte_rate(struct element *element, struct text *out)
{
    const struct AverageCounter *counter = element->state;
    read_rate(element, counter->bytes, out);
}

static bool AverageCounter_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    (void)value;
    (void)size;
    (void)error;
    *(struct AverageCounter *)element->state = (struct AverageCounter){0};
    return true;
}

const struct element_class AverageCounter_class = {
    AverageCounter_COMMON,
    .state_size = sizeof(struct AverageCounter),
    .action = action,
};
