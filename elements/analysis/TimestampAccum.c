#include "elements/TimestampAccum.h"

#include "platform.h"
#include "quantity.h"

#define SECOND 1000000000u /* ns */

struct TimestampAccum {
    u64 count;
    i64 time; /* ns; timestamps may lie in the future */
};

static void action(struct element *element, struct batch *batch)
{
    struct TimestampAccum *accum = element->state;
    u64 now = platform_wall_clock();
    accum->count += batch->count;
    for (const struct packet *packet = batch->first; packet; packet = packet->next)
        accum->time += (i64)(now - packet->timestamp);
}

static void TimestampAccum_read_count(struct element *element, struct text *out)
{
    const struct TimestampAccum *accum = element->state;
    text_unsigned(out, accum->count);
}

static void read_time(i64 time, u64 divisor, struct text *out)
{
    if (time < 0)
        text_char(out, '-');
    text_quotient(out, time < 0 ? -(u64)time : (u64)time, divisor);
}

static void TimestampAccum_read_time(struct element *element, struct text *out)
{
    const struct TimestampAccum *accum = element->state;
    read_time(accum->time, SECOND, out);
}

/* Nothing, where no packet has come yet. */
static void TimestampAccum_read_average_time(struct element *element, struct text *out)
{
    const struct TimestampAccum *accum = element->state;
    read_time(accum->time, (accum->count ? accum->count : 1) * SECOND, out);
}

static bool TimestampAccum_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    (void)value;
    (void)size;
    (void)error;
    *(struct TimestampAccum *)element->state = (struct TimestampAccum){0};
    return true;
}

const struct element_class TimestampAccum_class = {
    TimestampAccum_COMMON,
    .state_size = sizeof(struct TimestampAccum),
    .action = action,
};
