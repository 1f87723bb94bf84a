#include "elements/BandwidthShaper.h"

#include "rated.h"
#include "shaper.h"

static bool start(struct element *element, struct text *error)
{
    const struct BandwidthShaper_args *args = element->args;
    (void)error;
    shaper_start(element, true, args->rate);
    return true;
}

static void BandwidthShaper_read_rate(struct element *element, struct text *out)
{
    const struct shaper *shaper = element->state;
    text_bandwidth(out, shaper->gap.rate);
}

static bool BandwidthShaper_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    u64 rate;
    if (!rate_parse(true, value, size, &rate, error))
        return false;
    shaper_set_rate(element->state, rate);
    return true;
}

const struct element_class BandwidthShaper_class = {
    BandwidthShaper_COMMON,
    .state_size = sizeof(struct shaper),
    .start = start,
    .ready = shaper_ready,
    .pull = shaper_pull,
    .queue = QUEUE(.empty_notifier = shaper_notifier),
};
