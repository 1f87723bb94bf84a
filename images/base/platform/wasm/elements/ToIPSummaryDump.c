#include "elements/ToIPSummaryDump.h"

#include "host.h"

struct ToIPSummaryDump {
    struct channel channel;
    struct task task;
    struct signal signal;
};

static bool start(struct element *element, struct text *error)
{
    struct ToIPSummaryDump *to = element->state;
    return channel_open(&to->channel, element, error);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct ToIPSummaryDump *to = element->state;
    (void)port;
    for (const struct packet *packet = batch->first; packet; packet = packet->next)
        channel_write(&to->channel, packet, ~0u, packet->timestamp);
    output_push_checked(element, 0, batch);
}

static void run(struct element *element, struct task *task)
{
    struct ToIPSummaryDump *to = element->state;
    struct batch batch = BATCH_EMPTY;
    input_pull(element, 0, element->router->burst, &batch);
    bool any = batch.count != 0;
    push(element, 0, &batch);
    if (any || signal_active(&to->signal))
        task_schedule(task);
}

static bool ready(struct element *element, struct text *error)
{
    struct ToIPSummaryDump *to = element->state;
    if (!input_is_pull(element, 0))
        return true;
    task_init(&to->task, element, run);
    task_schedule(&to->task);
    return signal_find_upstream(&to->signal, element, 0, &to->task, error);
}

static bool ToIPSummaryDump_write_flush(struct element *element, const char *value, u32 size, struct text *error)
{
    (void)element;
    (void)value;
    (void)size;
    (void)error;
    channels_flush();
    return true;
}

const struct element_class ToIPSummaryDump_class = {
    ToIPSummaryDump_COMMON,
    .state_size = sizeof(struct ToIPSummaryDump),
    .start = start,
    .ready = ready,
    .push = push,
};
