#include "elements/ToDevice.h"

#include "platform.h"

struct ToDevice {
    struct device *device;
    u64 count, drops;
    u32 burst;
    struct batch held; /* pulled, but the device had no room */
    struct task task;
    struct signal signal;
};

static bool start(struct element *element, struct text *error)
{
    const struct ToDevice_args *args = element->args;
    struct ToDevice *to = element->state;
    to->burst = router_burst(element->router, args->burst > 0 ? (u32)args->burst : 1);
    to->device = platform_device((u32)args->devid);
    if (to->device)
        return true;
    text_string(error, "there is no vif ");
    text_signed(error, args->devid);
    return false;
}

/* The device keeps what it sends; output 0 gets copies. */
static void copy(struct element *element, const struct batch *batch, struct batch *copies)
{
    for (const struct packet *packet = batch->first; packet; packet = packet->next) {
        struct packet *clone = packet_clone(&element->router->pool, packet);
        if (!clone)
            return;
        batch_append(copies, clone);
    }
}

/* Sends what the device has room for; the rest stays in the batch. */
static void send(struct element *element, struct batch *batch)
{
    struct ToDevice *to = element->state;
    struct batch copies = BATCH_EMPTY, sent = BATCH_EMPTY;
    if (element->noutputs)
        copy(element, batch, &copies);
    u32 count = device_transmit(to->device, batch);
    to->count += count;
    batch_split(&copies, count, &sent);
    batch_free(&element->router->pool, &copies);
    if (sent.count)
        output_push(element, 0, &sent);
}

static void push(struct element *element, u32 port, struct batch *batch)
{
    struct ToDevice *to = element->state;
    (void)port;
    send(element, batch);
    to->drops += batch->count;
    batch_free(&element->router->pool, batch);
}

static void run(struct element *element, struct task *task)
{
    struct ToDevice *to = element->state;
    if (!to->held.count)
        input_pull(element, 0, to->burst, &to->held);
    bool any = to->held.count != 0;
    send(element, &to->held);
    if (to->held.count)
        device_want_room(to->device, task);
    else if (any || signal_active(&to->signal))
        task_schedule(task);
}

static bool ready(struct element *element, struct text *error)
{
    struct ToDevice *to = element->state;
    if (!input_is_pull(element, 0))
        return true;
    task_init(&to->task, element, run);
    task_schedule(&to->task);
    return signal_find_upstream(&to->signal, element, 0, &to->task, error);
}

static void ToDevice_read_count(struct element *element, struct text *out)
{
    const struct ToDevice *to = element->state;
    text_unsigned(out, to->count);
}

static void ToDevice_read_drops(struct element *element, struct text *out)
{
    const struct ToDevice *to = element->state;
    text_unsigned(out, to->drops);
}

static bool ToDevice_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ToDevice *to = element->state;
    (void)value;
    (void)size;
    (void)error;
    to->count = to->drops = 0;
    return true;
}

const struct element_class ToDevice_class = {
    ToDevice_COMMON,
    .state_size = sizeof(struct ToDevice),
    .start = start,
    .ready = ready,
    .push = push,
};
