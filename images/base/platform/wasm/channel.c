#include "host.h"
#include "router.h"

static struct channel *filled; /* outputs that hold something */

bool channel_make(struct channel *channel, u32 number, struct text *error)
{
    *channel = (struct channel){.number = number, .capacity = CHANNEL_BUFFER, .buffer = memory_take(CHANNEL_BUFFER)};
    if (channel->buffer)
        return true;
    text_string(error, "out of memory at start: the buffer of a file");
    return false;
}

bool channel_open(struct channel *channel, struct element *element, struct text *error)
{
    u32 size = 0;
    i32 number = host_open(element->index, error->bytes + error->size, error->capacity - error->size, &size);
    error->size += size;
    return number >= 0 && channel_make(channel, (u32)number, error);
}

void channel_fact(const struct channel *channel, enum channel_fact what, struct text *out)
{
    out->size += host_ask(channel->number, what, out->bytes + out->size, out->capacity - out->size);
}

const struct record *channel_peek(struct channel *channel)
{
    if (channel->taken == channel->used && !channel->ended) {
        channel->used = host_refill(channel->number, channel->buffer, channel->capacity);
        channel->taken = 0;
        channel->ended = channel->used == 0;
    }
    return channel->ended ? NULL : (const struct record *)(channel->buffer + channel->taken);
}

void channel_next(struct channel *channel)
{
    channel->taken += ((const struct record *)(channel->buffer + channel->taken))->size;
}

static u64 nanoseconds(u32 seconds, u32 rest)
{
    return seconds * 1000000000ull + rest;
}

static u8 *header(struct packet *packet, i16 offset)
{
    return offset == RECORD_NONE ? NULL : packet->data + offset;
}

struct packet *channel_packet(struct packet_pool *pool, const struct record *record)
{
    struct packet *packet = record->length <= PACKET_MAX ? packet_new(pool, record->length) : NULL;
    if (!packet) {
        settings.too_long += record->length > PACKET_MAX;
        return NULL;
    }
    u64 first = nanoseconds(record->first_seconds, record->first_nanoseconds);
    memcpy(packet->data, record + 1, record->length);
    packet->timestamp = nanoseconds(record->seconds, record->nanoseconds);
    packet->mac = header(packet, record->mac);
    packet->network = header(packet, record->network);
    packet->transport = header(packet, record->transport);
    packet->type = record->type;
    packet->annotations[ANNOTATION_PAINT] = record->paint;
    packet_set_annotation32(packet, ANNOTATION_AGGREGATE, record->aggregate);
    packet_set_annotation32(packet, ANNOTATION_EXTRA_PACKETS, record->extra_packets);
    packet_set_annotation32(packet, ANNOTATION_EXTRA_LENGTH, record->extra_length);
    memcpy(packet->annotations + ANNOTATION_FIRST_TIMESTAMP, &first, sizeof first);
    return packet;
}

/* A header that no longer lies in the packet's slot counts as not set. */
static const u8 *inside(const struct packet *packet, const u8 *place)
{
    return place && place >= packet_buffer(packet) && place <= packet_end(packet) ? place : NULL;
}

static i16 offset(const struct packet *packet, const u8 *place)
{
    return inside(packet, place) ? (i16)(place - packet->data) : RECORD_NONE;
}

/* Headers that were stripped lie in front of the data. */
static const u8 *first_byte(const struct packet *packet)
{
    const u8 *first = packet->data, *mac = inside(packet, packet->mac), *network = inside(packet, packet->network);
    if (mac && mac < first)
        first = mac;
    if (network && network < first)
        first = network;
    return first;
}

static struct record describe(const struct packet *packet, u64 time)
{
    u64 first;
    memcpy(&first, packet->annotations + ANNOTATION_FIRST_TIMESTAMP, sizeof first);
    return (struct record){
        .seconds = (u32)(time / 1000000000u),
        .nanoseconds = (u32)(time % 1000000000u),
        .first_seconds = (u32)(first / 1000000000u),
        .first_nanoseconds = (u32)(first % 1000000000u),
        .mac = offset(packet, packet->mac),
        .network = offset(packet, packet->network),
        .transport = offset(packet, packet->transport),
        .paint = packet->annotations[ANNOTATION_PAINT],
        .type = packet->type,
        .aggregate = packet_annotation32(packet, ANNOTATION_AGGREGATE),
        .extra_packets = packet_annotation32(packet, ANNOTATION_EXTRA_PACKETS),
        .extra_length = packet_annotation32(packet, ANNOTATION_EXTRA_LENGTH),
    };
}

static void flush(struct channel *channel)
{
    if (channel->used)
        host_drain(channel->number, channel->buffer, channel->used);
    channel->used = 0;
}

static struct record *room(struct channel *channel, u32 size)
{
    if (channel->capacity - channel->used < size)
        flush(channel);
    if (!channel->listed) {
        channel->listed = true;
        channel->next = filled;
        filled = channel;
    }
    channel->used += size;
    return (struct record *)(channel->buffer + channel->used - size);
}

void channel_write(struct channel *channel, const struct packet *packet, u32 snap, u64 time)
{
    const u8 *first = first_byte(packet);
    u32 headroom = (u32)(packet->data - first), length = packet->length < snap ? packet->length : snap;
    u32 size = (sizeof(struct record) + headroom + length + 7) / 8 * 8;
    struct record *record = room(channel, size);
    *record = describe(packet, time);
    record->size = size;
    record->length = length;
    record->headroom = headroom;
    record->extra_length += packet->length - length;
    memcpy(record + 1, first, headroom + length);
}

void channels_flush(void)
{
    for (; filled; filled = filled->next) {
        filled->listed = false;
        flush(filled);
    }
}
