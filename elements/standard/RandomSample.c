#include "elements/RandomSample.h"

#include "filter.h"
#include "parse.h"
#include "platform.h"

#define CERTAIN ((u64)1 << 32) /* likelihoods are counted in so many parts */

struct RandomSample {
    u64 likelihood; /* of passing */
    bool active;
    u64 drops;
};

static bool start(struct element *element, struct text *error)
{
    const struct RandomSample_args *args = element->args;
    struct RandomSample *sample = element->state;
    sample->active = args->active;
    if (args->has_p)
        sample->likelihood = (u64)args->p;
    else if (args->has_sample)
        sample->likelihood = (u64)args->sample;
    else if (args->has_drop)
        sample->likelihood = CERTAIN - (u64)args->drop;
    else
        sample->likelihood = ~(u64)0;
    if (sample->likelihood <= CERTAIN)
        return true;
    text_string(error, "sampling probability must be between 0 and 1");
    return false;
}

static bool passes(struct element *element, struct packet *packet)
{
    struct RandomSample *sample = element->state;
    (void)packet;
    if (platform_random() >> 32 < sample->likelihood)
        return true;
    sample->drops++;
    return false;
}

static void action(struct element *element, struct batch *batch)
{
    const struct RandomSample *sample = element->state;
    if (sample->active)
        filter_batch(element, batch, passes);
}

/* A decimal number from 0 to 1; digits behind the ninth are too small to matter. */
static bool parse_likelihood(const char *text, u32 size, u64 *result)
{
    u64 number = 0, scale = 0;
    u32 digits = 0;
    for (u32 i = 0; i < size; i++) {
        if (text[i] == '.' && !scale) {
            scale = 1;
        } else if (text[i] >= '0' && text[i] <= '9') {
            digits++;
            if (scale == 1000000000)
                continue;
            number = number * 10 + (u64)(text[i] - '0');
            scale *= 10;
        } else {
            return false;
        }
        if (number > (scale ? scale : 1))
            return false;
    }
    if (digits)
        *result = (number << 32) / (scale ? scale : 1);
    return digits != 0;
}

static bool write_likelihood(const char *value, u32 size, u64 *likelihood, struct text *error)
{
    struct words words = {value, value + size};
    const char *word, *more;
    u32 word_size, more_size;
    if (parse_word(&words, &word, &word_size) && !parse_word(&words, &more, &more_size) &&
        parse_likelihood(word, word_size, likelihood))
        return true;
    text_string(error, "probability must be between 0 and 1");
    return false;
}

static void RandomSample_read_sampling_prob(struct element *element, struct text *out)
{
    const struct RandomSample *sample = element->state;
    text_fixed(out, sample->likelihood, 32);
}

static bool RandomSample_write_sampling_prob(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RandomSample *sample = element->state;
    return write_likelihood(value, size, &sample->likelihood, error);
}

static void RandomSample_read_drop_prob(struct element *element, struct text *out)
{
    const struct RandomSample *sample = element->state;
    text_fixed(out, CERTAIN - sample->likelihood, 32);
}

static bool RandomSample_write_drop_prob(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RandomSample *sample = element->state;
    u64 likelihood;
    if (!write_likelihood(value, size, &likelihood, error))
        return false;
    sample->likelihood = CERTAIN - likelihood;
    return true;
}

static void RandomSample_read_active(struct element *element, struct text *out)
{
    const struct RandomSample *sample = element->state;
    text_bool(out, sample->active);
}

static bool RandomSample_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct RandomSample *sample = element->state;
    return handler_write_bool(value, size, &sample->active, error);
}

static void RandomSample_read_drops(struct element *element, struct text *out)
{
    const struct RandomSample *sample = element->state;
    text_unsigned(out, sample->drops);
}

const struct element_class RandomSample_class = {
    RandomSample_COMMON,
    .state_size = sizeof(struct RandomSample),
    .start = start,
    .action = action,
};
