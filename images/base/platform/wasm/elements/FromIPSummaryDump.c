#include "elements/FromIPSummaryDump.h"

#include "source.h"

static bool start(struct element *element, struct text *error)
{
    const struct FromIPSummaryDump_args *args = element->args;
    struct source *source = element->state;
    source->active = args->active;
    source->stop = args->stop;
    source->timing = args->timing;
    source->probability = args->sample;
    return source_start(element, source, error);
}

static bool ready(struct element *element, struct text *error)
{
    (void)error;
    source_ready(element, element->state);
    return true;
}

static struct notifier *empty_notifier(struct element *element, u32 output)
{
    struct source *source = element->state;
    (void)output;
    return &source->waiting;
}

static void fact(struct element *element, enum channel_fact what, struct text *out)
{
    const struct source *source = element->state;
    channel_fact(&source->channel, what, out);
}

static void FromIPSummaryDump_read_filename(struct element *element, struct text *out)
{
    fact(element, CHANNEL_NAME, out);
}

static void FromIPSummaryDump_read_filesize(struct element *element, struct text *out)
{
    fact(element, CHANNEL_SIZE, out);
}

static void FromIPSummaryDump_read_filepos(struct element *element, struct text *out)
{
    fact(element, CHANNEL_POSITION, out);
}

static void FromIPSummaryDump_read_encap(struct element *element, struct text *out)
{
    fact(element, CHANNEL_ENCAPSULATION, out);
}

static void FromIPSummaryDump_read_sampling_prob(struct element *element, struct text *out)
{
    const struct source *source = element->state;
    text_fixed(out, (u64)source->probability, 32);
}

static void FromIPSummaryDump_read_active(struct element *element, struct text *out)
{
    const struct source *source = element->state;
    text_bool(out, source->active);
}

static bool FromIPSummaryDump_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    bool active;
    if (!handler_write_bool(value, size, &active, error))
        return false;
    source_set_active(element, element->state, active);
    return true;
}

static bool FromIPSummaryDump_write_stop(struct element *element, const char *value, u32 size, struct text *error)
{
    (void)value;
    (void)size;
    (void)error;
    source_set_active(element, element->state, false);
    router_stop(element->router);
    return true;
}

const struct element_class FromIPSummaryDump_class = {
    FromIPSummaryDump_COMMON,
    .state_size = sizeof(struct source),
    .start = start,
    .ready = ready,
    .pull = source_pull,
    .extras = EXTRAS(.empty_notifier = empty_notifier),
};
