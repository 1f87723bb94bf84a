#include "elements/FromDump.h"

#include "parse.h"
#include "source.h"

enum { NONE = 0 };

struct FromDump {
    struct source source; /* first: source.c takes the state for one */
    bool started;         /* the times below are absolute */
    u64 first, last;      /* packets before, and from then on, are left out; NONE: no such time */
};

static bool exclusive(u64 a, u64 b, u64 c, const char *names, struct text *error)
{
    if ((a != 0) + (b != 0) + (c != 0) <= 1)
        return true;
    text_string(error, names);
    text_string(error, " are mutually exclusive");
    return false;
}

/* The first record makes relative times absolute. */
static void settle_times(struct FromDump *from, const struct FromDump_args *args, u64 now)
{
    from->started = true;
    from->first = args->start_after ? now + args->start_after : args->start;
    from->last = args->end_after ? now + args->end_after : args->end;
    if (args->interval)
        from->last = (from->first > now ? from->first : now) + args->interval;
}

static bool filter(struct element *element, struct source *source, const struct record *record)
{
    struct FromDump *from = element->state;
    u64 time = record_time(record);
    if (!from->started)
        settle_times(from, element->args, time);
    if (from->first != NONE && time < from->first)
        return false;
    if (from->last == NONE || time < from->last)
        return true;
    from->last = NONE;
    source_end(element, source);
    if (from->last != NONE) /* the call has moved the end */
        return filter(element, source, record);
    source->active = false;
    return false;
}

static bool start(struct element *element, struct text *error)
{
    const struct FromDump_args *args = element->args;
    struct FromDump *from = element->state;
    from->source.active = args->active;
    from->source.stop = args->stop;
    from->source.timing = args->timing;
    from->source.probability = args->sample;
    from->source.filter = filter;
    from->source.sort_out = args->force_ip;
    return exclusive(args->start, args->start_after, 0, "START and START_AFTER", error) &&
           exclusive(args->end, args->end_after, args->interval, "END, END_AFTER, and INTERVAL", error) &&
           source_start(element, &from->source, error);
}

static bool ready(struct element *element, struct text *error)
{
    const struct FromDump_args *args = element->args;
    struct FromDump *from = element->state;
    source_ready(element, &from->source);
    return !args->has_end_call || handler_call_find(element->router, element_bytes(element, args->end_call),
                                                    args->end_call.size, &from->source.at_end, error);
}

static struct notifier *empty_notifier(struct element *element, u32 output)
{
    struct FromDump *from = element->state;
    return output == 0 ? &from->source.waiting : NULL;
}

static void fact(struct element *element, enum channel_fact what, struct text *out)
{
    struct FromDump *from = element->state;
    channel_fact(&from->source.channel, what, out);
}

static void FromDump_read_filename(struct element *element, struct text *out)
{
    fact(element, CHANNEL_NAME, out);
}

static void FromDump_read_filesize(struct element *element, struct text *out)
{
    fact(element, CHANNEL_SIZE, out);
}

static void FromDump_read_filepos(struct element *element, struct text *out)
{
    fact(element, CHANNEL_POSITION, out);
}

static void FromDump_read_encap(struct element *element, struct text *out)
{
    fact(element, CHANNEL_ENCAPSULATION, out);
}

static void FromDump_read_sampling_prob(struct element *element, struct text *out)
{
    const struct FromDump *from = element->state;
    text_fixed(out, (u64)from->source.probability, 32);
}

static void FromDump_read_active(struct element *element, struct text *out)
{
    const struct FromDump *from = element->state;
    text_bool(out, from->source.active);
}

static bool FromDump_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct FromDump *from = element->state;
    bool active;
    if (!handler_write_bool(value, size, &active, error))
        return false;
    source_set_active(element, &from->source, active);
    return true;
}

static bool FromDump_write_stop(struct element *element, const char *value, u32 size, struct text *error)
{
    struct FromDump *from = element->state;
    (void)value;
    (void)size;
    (void)error;
    source_set_active(element, &from->source, false);
    router_stop(element->router);
    return true;
}

static bool FromDump_write_extend_interval(struct element *element, const char *value, u32 size, struct text *error)
{
    struct FromDump *from = element->state;
    u64 more;
    if (!parse_interval(value, size, &more)) {
        text_string(error, "'extend_interval' takes a time interval");
        return false;
    }
    const struct record *next = channel_peek(&from->source.channel);
    u64 base = from->last != NONE ? from->last : next ? record_time(next) : 0;
    from->last = base + more;
    source_set_active(element, &from->source, true);
    return true;
}

static void FromDump_read_count(struct element *element, struct text *out)
{
    const struct FromDump *from = element->state;
    text_unsigned(out, from->source.count);
}

static bool FromDump_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    struct FromDump *from = element->state;
    (void)value;
    (void)size;
    (void)error;
    from->source.count = 0;
    return true;
}

static bool FromDump_write_reset_timing(struct element *element, const char *value, u32 size, struct text *error)
{
    struct FromDump *from = element->state;
    (void)value;
    (void)size;
    (void)error;
    from->source.timed = false;
    return true;
}

const struct element_class FromDump_class = {
    FromDump_COMMON,
    .state_size = sizeof(struct FromDump),
    .start = start,
    .ready = ready,
    .pull = source_pull,
    .extras = EXTRAS(.empty_notifier = empty_notifier),
};
