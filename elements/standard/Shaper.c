#include "elements/Shaper.h"

#include "shaper.h"

static bool start(struct element *element, struct text *error)
{
    const struct Shaper_args *args = element->args;
    (void)error;
    shaper_start(element, false, args->rate);
    return true;
}

const struct element_class Shaper_class = {
    Shaper_COMMON,
    .state_size = sizeof(struct shaper),
    .start = start,
    .ready = shaper_ready,
    .pull = shaper_pull,
    .extras = EXTRAS(.empty_notifier = shaper_notifier),
};
