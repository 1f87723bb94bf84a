#include "elements/ToDump.h"

#include "host.h"
#include "platform.h"

struct ToDump {
    struct channel channel;
    u32 snap;
    u64 count;
    struct task task;
    struct signal signal;
};

static bool start(struct element *element, struct text *error)
{
    const struct ToDump_args *args = element->args;
    struct ToDump *to = element->state;
    to->snap = args->snaplen ? args->snaplen : ~0u;
    return channel_open(&to->channel, element, error);
}

static void write(struct element *element, const struct batch *batch)
{
    const struct ToDump_args *args = element->args;
    struct ToDump *to = element->state;
    for (const struct packet *packet = batch->first; packet; packet = packet->next) {
        u64 time = packet->timestamp ? packet->timestamp : platform_wall_clock();
        channel_write(&to->channel, packet, to->snap, time);
    }
    to->count += batch->count;
    if (args->unbuffered)
        channels_flush();
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    (void)port;
    write(element, batch);
    output_push_checked(element, 0, batch);
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct batch batch = BATCH_EMPTY;
    (void)port;
    input_pull(element, 0, max, &batch);
    write(element, &batch);
    batch_move(into, &batch);
}

static void run(struct element *element, struct task *task)
{
    struct ToDump *to = element->state;
    struct batch batch = BATCH_EMPTY;
    input_pull(element, 0, element->router->burst, &batch);
    bool any = batch.count != 0;
    write(element, &batch);
    batch_free(&element->router->pool, &batch);
    if (any || signal_active(&to->signal))
        task_schedule(task);
}

/* A link type is settled when all elements are started: others may be asked for theirs. */
static bool ready(struct element *element, struct text *error)
{
    struct ToDump *to = element->state;
    if (!input_is_pull(element, 0) || element->noutputs)
        return true;
    task_init(&to->task, element, run);
    task_schedule(&to->task);
    return signal_find_upstream(&to->signal, element, 0, &to->task, error);
}

static void ToDump_read_filename(struct element *element, struct text *out)
{
    const struct ToDump *to = element->state;
    channel_fact(&to->channel, CHANNEL_NAME, out);
}

static void ToDump_read_count(struct element *element, struct text *out)
{
    const struct ToDump *to = element->state;
    text_unsigned(out, to->count);
}

static bool ToDump_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ToDump *to = element->state;
    (void)value;
    (void)size;
    (void)error;
    to->count = 0;
    return true;
}

const struct element_class ToDump_class = {
    ToDump_COMMON,
    .state_size = sizeof(struct ToDump),
    .phase = 1, /* behind the files that it may take its link type from */
    .start = start,
    .ready = ready,
    .push = push,
    .pull = pull,
};
