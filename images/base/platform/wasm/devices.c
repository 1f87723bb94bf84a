/*
 * Network devices: an input whose packets arrive when the clock gets to their time stamps, and an output that
 * takes everything at once. A device without a file receives nothing, and what it sends is counted and gone.
 */
#include "host.h"
#include "platform.h"
#include "router.h"

enum { MOST_DEVICES = 32, INPUT_CHANNEL = 0, OUTPUT_CHANNEL = MOST_DEVICES };

struct device {
    struct channel in, out;
    struct task *reader;
    u64 arrived; /* the clock when the latest packet came: files are not always in order */
    u8 address[6];
    u8 number;
    bool exists, has_input, has_output;
    u64 received, sent, oversized, lost;
};

static struct device devices[MOST_DEVICES];

/* The host's choice of files, made before the start: bit N for device N. */
static u32 inputs, outputs;

void EXPORT(connect) connect(u32 input_devices, u32 output_devices)
{
    inputs = input_devices;
    outputs = output_devices;
}

static bool make_device(struct device *device, u32 number, struct text *error)
{
    device->exists = true;
    device->number = (u8)number;
    device->has_input = inputs >> number & 1;
    device->has_output = outputs >> number & 1;
    memcpy(device->address, "\2\0\0\0\0", 5);
    device->address[5] = (u8)number;
    return (!device->has_input || channel_make(&device->in, INPUT_CHANNEL + number, error)) &&
           (!device->has_output || channel_make(&device->out, OUTPUT_CHANNEL + number, error));
}

bool devices_make(u32 used, struct text *error)
{
    for (u32 i = 0; i < MOST_DEVICES; i++)
        if ((used >> i & 1) && !make_device(&devices[i], i, error))
            return false;
    return true;
}

/* When the next packet of the device arrives; ~0 when none does. */
static u64 next_arrival(struct device *device)
{
    const struct record *record = device->has_input && settings.packets ? channel_peek(&device->in) : NULL;
    if (!record)
        return ~(u64)0;
    u64 time = record->seconds * 1000000000ull + record->nanoseconds;
    u64 now = time > settings.epoch ? time - settings.epoch : 0;
    return now > device->arrived ? now : device->arrived;
}

u64 devices_next_arrival(void)
{
    u64 next = ~(u64)0;
    for (u32 i = 0; i < MOST_DEVICES; i++) {
        u64 arrival = devices[i].reader ? next_arrival(&devices[i]) : next;
        next = arrival < next ? arrival : next;
    }
    return next;
}

void devices_arrive(void)
{
    for (u32 i = 0; i < MOST_DEVICES; i++)
        if (devices[i].reader && !devices[i].reader->scheduled && next_arrival(&devices[i]) <= settings.now)
            task_schedule(devices[i].reader);
}

bool devices_have_inputs(void)
{
    return inputs != 0;
}

struct device *platform_device(u32 number)
{
    return number < MOST_DEVICES && devices[number].exists ? &devices[number] : NULL;
}

const u8 *device_address(const struct device *device)
{
    return device->address;
}

void device_listen(struct device *device, struct task *task)
{
    device->reader = task;
}

void device_want_room(struct device *device, struct task *task)
{
    (void)device; /* there is always room */
    task_schedule(task);
}

static struct packet *receive(struct device *device)
{
    const struct record *record = channel_peek(&device->in);
    struct packet *packet = channel_packet(&simulator_router()->pool, record);
    bool oversized = record->length > PACKET_MAX;
    device->arrived = next_arrival(device);
    channel_next(&device->in);
    settings.packets--;
    device->received += packet != NULL;
    device->oversized += oversized;
    device->lost += !packet && !oversized;
    if (packet)
        packet->device = (u8)(device->number + 1);
    return packet;
}

u32 device_receive(struct device *device, u32 max, struct batch *into)
{
    u32 before = into->count;
    while (into->count - before < max && next_arrival(device) <= settings.now) {
        struct packet *packet = receive(device);
        if (packet)
            batch_append(into, packet);
    }
    return into->count - before;
}

u32 device_transmit(struct device *device, struct batch *batch)
{
    struct packet *packet;
    u32 count = 0;
    for (; (packet = batch_take(batch)); count++) {
        if (device->has_output)
            channel_write(&device->out, packet, ~0u, platform_wall_clock());
        packet_free(&simulator_router()->pool, packet);
    }
    device->sent += count;
    return count;
}

static void counter(struct text *out, const char *name, u64 value)
{
    text_string(out, name);
    text_unsigned(out, value);
}

static void read_vifs(struct element *root, struct text *out)
{
    (void)root;
    for (u32 i = 0; i < MOST_DEVICES; i++) {
        const struct device *device = &devices[i];
        if (!device->exists)
            continue;
        text_unsigned(out, i);
        counter(out, " rx ", device->received);
        counter(out, " tx ", device->sent);
        counter(out, " rx_oversized ", device->oversized);
        counter(out, " rx_no_packet ", device->lost);
        text_char(out, '\n');
    }
}

const struct handler platform_handlers[] = {{.name = "vifs", .read = read_vifs}};
const u32 platform_handler_count = 1;
