#include "elements/Counter.h"

#include "parse.h"
#include "rate.h"

/* A write handler to call once when a count comes to its threshold. */
struct trigger {
    u64 count;
    struct handler_call call;
    bool armed;
    char text[64]; /* of a call that came while the router runs */
};

struct Counter {
    u64 packets, bytes;
    struct rate packet_rate, byte_rate;
    struct trigger on_packets, on_bytes;
};

static bool make_trigger(struct element *element, struct trigger *trigger, const struct count_call *argument,
                         struct text *error)
{
    trigger->count = argument->count;
    trigger->armed = true;
    return handler_call_find(element->router, element_bytes(element, argument->call), argument->call.size,
                             &trigger->call, error);
}

static bool start(struct element *element, struct text *error)
{
    struct Counter *counter = element->state;
    u64 period = rate_period(router_now(element->router));
    (void)error;
    counter->packet_rate = (struct rate){.bits = 10, .period = period};
    counter->byte_rate = (struct rate){.bits = 4, .period = period};
    return true;
}

static bool ready(struct element *element, struct text *error)
{
    const struct Counter_args *args = element->args;
    struct Counter *counter = element->state;
    return (!args->has_count_call || make_trigger(element, &counter->on_packets, &args->count_call, error)) &&
           (!args->has_byte_count_call || make_trigger(element, &counter->on_bytes, &args->byte_count_call, error));
}

static inline void pull_trigger(struct element *element, struct trigger *trigger, u64 count)
{
    if (!trigger->armed || count < trigger->count)
        return;
    trigger->armed = false;
    handler_call_run(element->router, &trigger->call);
}

static void action(struct element *element, struct batch *batch)
{
    struct Counter *counter = element->state;
    u64 before = counter->packets, bytes = 0, period = rate_period(router_now(element->router));
    for (const struct packet *packet = batch->first; packet; packet = packet->next)
        bytes += packet->length;
    counter->packets += batch->count;
    counter->bytes += bytes;
    rate_add(&counter->packet_rate, period, batch->count);
    rate_add(&counter->byte_rate, period, bytes);
    if (before < counter->on_packets.count)
        pull_trigger(element, &counter->on_packets, counter->packets);
    pull_trigger(element, &counter->on_bytes, counter->bytes);
}

static void Counter_read_count(struct element *element, struct text *out)
{
    const struct Counter *counter = element->state;
    text_unsigned(out, counter->packets);
}

static void Counter_read_byte_count(struct element *element, struct text *out)
{
    const struct Counter *counter = element->state;
    text_unsigned(out, counter->bytes);
}

static void read_rate(struct element *element, struct rate *rate, u32 factor, struct text *out)
{
    rate_advance(rate, rate_period(router_now(element->router)));
    text_fixed(out, rate->average * RATE_FREQUENCY * factor, rate->bits);
}

static void Counter_read_rate(struct element *element, struct text *out)
{
    struct Counter *counter = element->state;
    read_rate(element, &counter->packet_rate, 1, out);
}

static void Counter_read_bit_rate(struct element *element, struct text *out)
{
    struct Counter *counter = element->state;
    read_rate(element, &counter->byte_rate, 8, out);
}

static void Counter_read_byte_rate(struct element *element, struct text *out)
{
    struct Counter *counter = element->state;
    read_rate(element, &counter->byte_rate, 1, out);
}

static bool Counter_write_reset(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Counter *counter = element->state;
    (void)value;
    (void)size;
    (void)error;
    counter->packets = counter->bytes = 0;
    counter->on_packets.armed = counter->on_packets.call.element != NULL;
    counter->on_bytes.armed = counter->on_bytes.call.element != NULL;
    return true;
}

static void Counter_read_count_call(struct element *element, struct text *out)
{
    const struct Counter *counter = element->state;
    if (counter->on_packets.call.element)
        text_unsigned(out, counter->on_packets.count);
}

/* "N [HANDLER [VALUE]]"; without a handler the one that is there stays. */
HANDLER static bool write_trigger(struct element *element, struct trigger *trigger, const char *value, u32 size,
                                  struct text *error)
{
    struct words words = {value, value + size};
    struct handler_call call;
    const char *word;
    u32 length;
    u64 count;
    if (!parse_word(&words, &word, &length) || !parse_unsigned(word, length, ~(u64)0, &count)) {
        text_string(error, "expected count");
        return false;
    }
    if (parse_word(&words, &word, &length)) {
        size = (u32)(value + size - word);
        if (size > sizeof trigger->text) {
            text_string(error, "calls that are written have at most 64 bytes");
            return false;
        }
        if (!handler_call_find(element->router, word, size, &call, error))
            return false;
        memmove(trigger->text, word, size); /* a call may write the next one */
        if (!handler_call_find(element->router, trigger->text, size, &trigger->call, error))
            return false;
    }
    trigger->count = count;
    trigger->armed = trigger->call.element != NULL;
    return true;
}

static bool Counter_write_count_call(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Counter *counter = element->state;
    return write_trigger(element, &counter->on_packets, value, size, error);
}

static bool Counter_write_byte_count_call(struct element *element, const char *value, u32 size, struct text *error)
{
    struct Counter *counter = element->state;
    return write_trigger(element, &counter->on_bytes, value, size, error);
}

const struct element_class Counter_class = {
    Counter_COMMON,
    .state_size = sizeof(struct Counter),
    .start = start,
    .ready = ready,
    .action = action,
};
