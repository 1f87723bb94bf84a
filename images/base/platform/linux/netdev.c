/* Network devices: received packets come from a pcap file at their times, sent ones go to another. */
#include "host.h"
#include "pcap.h"
#include "platform.h"
#include "router.h"

struct device {
    bool exists, has_input, waiting; /* waiting: `next` holds a packet's record */
    u8 address[6];
    struct pcap_reader input;
    struct pcap_record next;
    FILE *output;
    struct task *listener;
    u64 received, sent, oversized, lost;
};

static struct device devices[DEVICES];
static u64 wall_start, received;
static struct packet_pool *pool;

static void advance(struct device *device)
{
    device->waiting = device->has_input && pcap_next(&device->input, &device->next);
}

static void open_device(struct device *device, u32 number, const char *input, const char *output)
{
    device->exists = true;
    memcpy(device->address, (u8[6]){0x02, 0, 0, 0, 0, (u8)number}, 6);
    if (output)
        device->output = pcap_create(output);
    if (!input)
        return;
    device->input = pcap_open(input);
    device->has_input = true;
    advance(device);
}

u64 devices_open(const struct options *options, u64 mask, u64 otherwise)
{
    u64 earliest = (u64)-1;
    for (u32 i = 0; i < DEVICES; i++) {
        struct device *device = &devices[i];
        if (!(mask >> i & 1) && !options->inputs[i] && !options->outputs[i])
            continue;
        open_device(device, i, options->inputs[i], options->outputs[i]);
        if (device->waiting && device->next.timestamp < earliest)
            earliest = device->next.timestamp;
    }
    return earliest == (u64)-1 ? otherwise : earliest;
}

void devices_start(u64 wall, struct packet_pool *packets)
{
    wall_start = wall;
    pool = packets;
}

static u64 due(const struct device *device)
{
    if (!device->waiting)
        return TIMER_NEVER;
    return device->next.timestamp > wall_start ? device->next.timestamp - wall_start : 0;
}

u64 devices_poll(u64 now)
{
    for (u32 i = 0; i < DEVICES; i++)
        if (devices[i].listener && due(&devices[i]) <= now)
            task_schedule(devices[i].listener);
    return received;
}

u64 devices_deadline(void)
{
    u64 earliest = TIMER_NEVER;
    for (u32 i = 0; i < DEVICES; i++)
        if (devices[i].listener && due(&devices[i]) < earliest)
            earliest = due(&devices[i]);
    return earliest;
}

void devices_close(void)
{
    for (u32 i = 0; i < DEVICES; i++)
        if (devices[i].output && fclose(devices[i].output) != 0)
            platform_fatal("output", "cannot be written");
}

struct device *platform_device(u32 number)
{
    return number < DEVICES && devices[number].exists ? &devices[number] : NULL;
}

const u8 *device_address(const struct device *device)
{
    return device->address;
}

void device_listen(struct device *device, struct task *task)
{
    device->listener = task;
}

void device_want_room(struct device *device, struct task *task)
{
    (void)device; /* a file always has room */
    task_schedule(task);
}

static struct packet *receive(struct device *device)
{
    u32 size = device->next.size;
    struct packet *packet = packet_new(pool, size);
    if (size > PACKET_MAX)
        device->oversized++;
    else if (!packet)
        device->lost++;
    pcap_bytes(&device->input, &device->next, packet ? packet->data : NULL);
    if (!packet)
        return NULL;
    packet->timestamp = device->next.timestamp;
    packet->device = (u8)(device - devices + 1);
    return packet;
}

u32 device_receive(struct device *device, u32 max, struct batch *into)
{
    u64 now = platform_now();
    u32 count = 0;
    while (count < max && due(device) <= now) {
        struct packet *packet = receive(device);
        advance(device);
        received++;
        if (!packet)
            continue;
        batch_append(into, packet);
        count++;
    }
    device->received += count;
    return count;
}

u32 device_transmit(struct device *device, struct batch *batch)
{
    u32 count = batch->count;
    u64 wall = platform_wall_clock();
    for (struct packet *packet = batch->first; device->output && packet; packet = packet->next)
        pcap_write(device->output, wall, packet->data, packet->length);
    device->sent += count;
    batch_free(pool, batch);
    return count;
}

static void read_vifs(struct element *root, struct text *out)
{
    (void)root;
    for (u32 i = 0; i < DEVICES; i++) {
        const struct device *device = &devices[i];
        if (!device->exists)
            continue;
        const struct {
            const char *name;
            u64 value;
        } counters[] = {{" rx ", device->received}, {" tx ", device->sent}, {" rx_oversized ", device->oversized},
                        {" rx_no_packet ", device->lost}};
        text_unsigned(out, i);
        for (u32 j = 0; j < sizeof counters / sizeof *counters; j++) {
            text_string(out, counters[j].name);
            text_unsigned(out, counters[j].value);
        }
        text_char(out, '\n');
    }
}

const struct handler platform_handlers[] = {{.name = "vifs", .read = read_vifs}};
const u32 platform_handler_count = 1;
