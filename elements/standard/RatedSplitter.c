#include "elements/RatedSplitter.h"

#include "rated-splitter.h"

static void assign(struct element *element, u64 rate)
{
    const struct RatedSplitter_args *args = element->args;
    struct rated_splitter *splitter = element->state;
    rated_assign(&splitter->rated, rate, RATED_DURATION(args), args->has_burst_size, args->burst_size);
}

static bool start(struct element *element, struct text *error)
{
    const struct RatedSplitter_args *args = element->args;
    struct rated_splitter *splitter = element->state;
    (void)error;
    splitter->rated.bandwidth = false;
    assign(element, args->rate);
    return true;
}

static void RatedSplitter_read_rate(struct element *element, struct text *out)
{
    const struct rated_splitter *splitter = element->state;
    rated_read(&splitter->rated, out);
}

static bool RatedSplitter_write_rate(struct element *element, const char *value, u32 size, struct text *error)
{
    u64 rate;
    if (!rate_parse(false, value, size, &rate, error))
        return false;
    assign(element, rate);
    return true;
}

static void RatedSplitter_read_drops(struct element *element, struct text *out)
{
    const struct rated_splitter *splitter = element->state;
    text_unsigned(out, splitter->drops);
}

const struct element_class RatedSplitter_class = {
    RatedSplitter_COMMON,
    .state_size = sizeof(struct rated_splitter),
    .start = start,
    .push = rated_splitter_push,
};
