#include "elements/BandwidthShaper.h"

#include "shaper.h"

static bool start(struct element *element, struct text *error)
{
    const struct BandwidthShaper_args *args = element->args;
    (void)error;
    shaper_start(element, true, args->rate);
    return true;
}

const struct element_class BandwidthShaper_class = {
    BandwidthShaper_COMMON,
    .state_size = sizeof(struct shaper),
    .start = start,
    .ready = shaper_ready,
    .pull = shaper_pull,
    .extras = EXTRAS(.empty_notifier = shaper_notifier),
};
