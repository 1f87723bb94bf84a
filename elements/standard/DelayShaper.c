#include "elements/DelayShaper.h"

#include "parse.h"
#include "platform.h"
#include "relay.h"

struct DelayShaper {
    struct packet *held; /* its timestamp says when it may go */
    u64 delay;
    struct relay relay;
    struct signal signal;
    struct timer timer;
};

static void wake(struct element *element, struct timer *timer)
{
    struct DelayShaper *shaper = element->state;
    (void)timer;
    relay_wake(&shaper->relay);
}

static bool start(struct element *element, struct text *error)
{
    const struct DelayShaper_args *args = element->args;
    struct DelayShaper *shaper = element->state;
    (void)error;
    shaper->delay = args->delay;
    timer_init(&shaper->timer, element, wake);
    return true;
}

static bool ready(struct element *element, struct text *error)
{
    struct DelayShaper *shaper = element->state;
    relay_init(&shaper->relay, element);
    return signal_find_upstream(&shaper->signal, element, 0, &shaper->relay.task, error);
}

/* Takes the next packet in hand; false: there is none. */
static bool take(struct element *element, u64 now)
{
    struct DelayShaper *shaper = element->state;
    struct batch batch = BATCH_EMPTY;
    if (shaper->held)
        return true;
    input_pull(element, 0, 1, &batch);
    if (!(shaper->held = batch.first))
        return false;
    if (!packet_is_dated(shaper->held))
        shaper->held->timestamp = now;
    shaper->held->timestamp += shaper->delay;
    return true;
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct DelayShaper *shaper = element->state;
    u64 now = platform_wall_clock();
    (void)port;
    for (; max; max--) {
        if (!take(element, now)) {
            relay_rest(&shaper->relay, signal_active(&shaper->signal));
            return;
        }
        if (shaper->held->timestamp > now) {
            timer_schedule_after(&shaper->timer, shaper->held->timestamp - now);
            relay_rest(&shaper->relay, false);
            return;
        }
        shaper->held->timestamp = now;
        batch_append(into, shaper->held);
        shaper->held = NULL;
    }
    relay_wake(&shaper->relay);
}

static struct notifier *empty_notifier(struct element *element, u32 output)
{
    struct DelayShaper *shaper = element->state;
    (void)output;
    return &shaper->relay.notifier;
}

static void DelayShaper_read_delay(struct element *element, struct text *out)
{
    const struct DelayShaper *shaper = element->state;
    text_interval(out, shaper->delay);
}

/* It is the delay of the packets that come from now on. */
static bool DelayShaper_write_delay(struct element *element, const char *value, u32 size, struct text *error)
{
    struct DelayShaper *shaper = element->state;
    if (parse_interval(value, size, &shaper->delay))
        return true;
    text_string(error, "delay must be a timestamp");
    return false;
}

const struct element_class DelayShaper_class = {
    DelayShaper_COMMON,
    .state_size = sizeof(struct DelayShaper),
    .start = start,
    .ready = ready,
    .pull = pull,
    .extras = EXTRAS(.empty_notifier = empty_notifier),
};
