#include "elements/RED.h"

#include "parse.h"
#include "platform.h"
#include "quantity.h"
#include "storage.h"

#define SCALE 10u /* bits of the average behind the point */
#define ONE 0x10000u /* a probability of 1 */
#define EMPTY_PERIOD 20000000u /* ns: an empty queue counts once in that time */
#define FORGOTTEN 100u

/* Lines that say how likely a drop is: slope * average - base, in 1/ONE. */
struct red_line {
    u64 slope, base;
};

struct RED {
    struct storages queues;
    u32 min_thresh, max_thresh, max_p;
    struct red_line rise, gentle; /* up to max_thresh, and beyond */
    u64 average, last_empty, drops;
    i32 since; /* packets since the last drop; -1: all well */
    u32 random;
};

static bool check(u64 min, u64 max, struct text *error)
{
    if (min <= max && max <= 0xffff)
        return true;
    text_string(error, min > max ? "MIN_THRESH must be <= MAX_THRESH" : "MAX_THRESH must be <= 65535");
    return false;
}

static void set_lines(struct RED *red)
{
    u32 span = red->max_thresh - red->min_thresh, max = red->max_thresh ? red->max_thresh : 1;
    red->rise = span ? (struct red_line){red->max_p / span, (u64)red->max_p * red->min_thresh / span}
                     : (struct red_line){0, 1};
    red->gentle = (struct red_line){(ONE - red->max_p) / max, ONE - 2 * (u64)red->max_p};
}

static bool start(struct element *element, struct text *error)
{
    const struct RED_args *args = element->args;
    struct RED *red = element->state;
    if (!check(args->min_thresh, args->max_thresh, error))
        return false;
    red->min_thresh = args->min_thresh;
    red->max_thresh = args->max_thresh;
    red->max_p = (u32)(args->max_p >> 16);
    red->since = -1;
    set_lines(red);
    return true;
}

static bool ready(struct element *element, struct text *error)
{
    const struct RED_args *args = element->args;
    struct RED *red = element->state;
    return storages_find(&red->queues, element, args->queues, error);
}

static void average(struct RED *red, u32 stability, u32 size)
{
    i64 difference = (i64)((u64)size << SCALE) - (i64)red->average + (1 << (stability - 1));
    red->average += (u64)(difference >> stability);
}

/* An average of queue lengths, in which the time that the queue was empty counts as so many empty ones. */
static void update_average(struct element *element, u32 size)
{
    const struct RED_args *args = element->args;
    struct RED *red = element->state;
    u64 period = router_now(element->router) / EMPTY_PERIOD + 1;
    if (args->stability == 0) {
        red->average = (u64)size << SCALE;
    } else if (size) {
        average(red, args->stability, size);
        red->last_empty = 0;
    } else {
        u64 count = red->last_empty ? period - red->last_empty : 1;
        if (count >= FORGOTTEN)
            red->average = 0;
        else
            while (count--)
                average(red, args->stability, 0);
        red->last_empty = period;
    }
}

static bool draw(struct RED *red, const struct red_line *line)
{
    i64 probability = (i64)(line->slope * red->average >> SCALE) - (i64)line->base;
    red->since++;
    bool drop = red->since > 0 && probability > 0 && red->since > (i64)red->random / probability;
    if (drop)
        red->since = 0;
    if (red->since == 0)
        red->random = (u32)platform_random() & 0xffff;
    return drop;
}

/* Whether to drop a packet while the queues hold that many. */
static bool should_drop(struct element *element, u32 size)
{
    const struct RED_args *args = element->args;
    struct RED *red = element->state;
    update_average(element, size);
    u64 length = (red->average + (1u << (SCALE - 1))) >> SCALE;
    u64 most = args->gentle && red->max_p != ONE ? 2 * red->max_thresh : red->max_thresh;
    if (length > red->min_thresh && length <= most)
        return draw(red, length <= red->max_thresh ? &red->rise : &red->gentle);
    red->since = -1;
    return length > most;
}

static void drop(struct element *element, struct packet *packet)
{
    struct RED *red = element->state;
    red->drops++;
    if (element->noutputs > 1)
        output_stage(element, 1, packet);
    else
        element_free(element, packet);
}

/* Those that passed are on their way to the queues. */
static void push(struct element *element, u32 port, struct batch *batch)
{
    const struct RED *red = element->state;
    u32 size = storages_size(&red->queues);
    struct packet *packet;
    (void)port;
    while ((packet = batch_take(batch))) {
        if (should_drop(element, size)) {
            drop(element, packet);
        } else {
            output_stage(element, 0, packet);
            size++;
        }
    }
    output_flush(element);
}

/* Those behind a packet were still in the queues when its turn came. */
static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    const struct RED *red = element->state;
    struct batch batch = BATCH_EMPTY;
    (void)port;
    for (bool kept = false; !kept;) {
        struct packet *packet;
        input_pull(element, 0, max, &batch);
        if (!batch.count)
            break;
        u32 size = storages_size(&red->queues);
        while ((packet = batch_take(&batch))) {
            if (should_drop(element, size + batch.count)) {
                drop(element, packet);
            } else {
                batch_append(into, packet);
                kept = true;
            }
        }
    }
    output_flush(element);
}

static void RED_read_drops(struct element *element, struct text *out)
{
    const struct RED *red = element->state;
    text_unsigned(out, red->drops);
}

static void RED_read_min_thresh(struct element *element, struct text *out)
{
    const struct RED *red = element->state;
    text_unsigned(out, red->min_thresh);
}

static bool RED_write_min_thresh(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RED *red = element->state;
    u64 thresh;
    if (!handler_write_unsigned(value, size, 0xffff, &thresh, error) || !check(thresh, red->max_thresh, error))
        return false;
    red->min_thresh = (u32)thresh;
    set_lines(red);
    return true;
}

static void RED_read_max_thresh(struct element *element, struct text *out)
{
    const struct RED *red = element->state;
    text_unsigned(out, red->max_thresh);
}

static bool RED_write_max_thresh(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RED *red = element->state;
    u64 thresh;
    if (!handler_write_unsigned(value, size, 0xffff, &thresh, error) || !check(red->min_thresh, thresh, error))
        return false;
    red->max_thresh = (u32)thresh;
    set_lines(red);
    return true;
}

static void RED_read_max_p(struct element *element, struct text *out)
{
    const struct RED *red = element->state;
    text_fixed(out, red->max_p, 16);
}

static bool RED_write_max_p(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RED *red = element->state;
    u64 probability;
    if (!parse_scaled(value, size, ONE, &probability) || probability > ONE) {
        text_string(error, "MAX_P must be between 0 and 1");
        return false;
    }
    red->max_p = (u32)probability;
    set_lines(red);
    return true;
}

static void RED_read_avg_queue_size(struct element *element, struct text *out)
{
    const struct RED *red = element->state;
    text_fixed(out, red->average, SCALE);
}

static void RED_read_stats(struct element *element, struct text *out)
{
    const struct RED *red = element->state;
    text_unsigned(out, storages_size(&red->queues));
    text_string(out, " current queue\n");
    text_fixed(out, red->average, SCALE);
    text_string(out, " avg queue\n");
    text_unsigned(out, red->drops);
    text_string(out, " drops\n");
}

static void RED_read_queues(struct element *element, struct text *out)
{
    const struct RED *red = element->state;
    storages_read(&red->queues, out);
}

const struct element_class RED_class = {
    RED_COMMON,
    .state_size = sizeof(struct RED),
    .start = start,
    .ready = ready,
    .push = push,
    .pull = pull,
};
