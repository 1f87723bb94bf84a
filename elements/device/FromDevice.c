#include "elements/FromDevice.h"

#include "headers.h"
#include "platform.h"

struct FromDevice {
    struct device *device;
    u64 count;
    struct task task;
};

static bool start(struct element *element, struct text *error)
{
    const struct FromDevice_args *args = element->args;
    struct FromDevice *from = element->state;
    from->device = platform_device((u32)args->devid);
    if (from->device)
        return true;
    text_string(error, "there is no vif ");
    text_signed(error, args->devid);
    return false;
}

static u8 packet_type(const u8 *destination, const u8 *own)
{
    if (destination[0] & 1)
        return load32(destination) == ~0u && load16(destination + 4) == 0xffff ? PACKET_BROADCAST : PACKET_MULTICAST;
    return memcmp(destination, own, 6) == 0 ? PACKET_HOST : PACKET_OTHERHOST;
}

static void mark(const struct FromDevice *from, struct batch *batch)
{
    const u8 *own = device_address(from->device);
    for (struct packet *packet = batch->first; packet; packet = packet->next) {
        packet->mac = packet->data;
        if (packet->length >= ETHERNET_HEADER)
            packet->type = packet_type(packet->data, own);
    }
}

static void run(struct element *element, struct task *task)
{
    struct FromDevice *from = element->state;
    struct batch batch = BATCH_EMPTY;
    if (!device_receive(from->device, element->router->burst, &batch))
        return;
    from->count += batch.count;
    mark(from, &batch);
    output_push(element, 0, &batch);
    task_schedule(task);
}

static bool ready(struct element *element, struct text *error)
{
    struct FromDevice *from = element->state;
    (void)error;
    task_init(&from->task, element, run);
    device_listen(from->device, &from->task);
    return true;
}

static void FromDevice_read_count(struct element *element, struct text *out)
{
    const struct FromDevice *from = element->state;
    text_unsigned(out, from->count);
}

static bool FromDevice_write_reset_counts(struct element *element, const char *value, u32 size, struct text *error)
{
    struct FromDevice *from = element->state;
    (void)value;
    (void)size;
    (void)error;
    from->count = 0;
    return true;
}

const struct element_class FromDevice_class = {
    FromDevice_COMMON,
    .state_size = sizeof(struct FromDevice),
    .start = start,
    .ready = ready,
};
