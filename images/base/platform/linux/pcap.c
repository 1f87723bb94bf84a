#include "pcap.h"

#include <stdlib.h>

#include "bytes.h"

#define MAGIC_MICROSECONDS 0xa1b2c3d4u
#define MAGIC_NANOSECONDS 0xa1b23c4du
#define SECOND 1000000000u

_Noreturn static void fail(const char *name, const char *what)
{
    fprintf(stderr, "clickforge-run: %s: %s\n", name, what);
    exit(3);
}

static u32 field(const struct pcap_reader *reader, const u8 *bytes)
{
    return reader->swapped ? load_be32(bytes) : load32(bytes);
}

struct pcap_reader pcap_open(const char *name)
{
    u8 header[24];
    struct pcap_reader reader = {.file = fopen(name, "rb"), .name = name};
    if (!reader.file)
        fail(name, "cannot be opened");
    if (fread(header, sizeof header, 1, reader.file) != 1)
        fail(name, "too short for a pcap file");
    u32 magic = load32(header);
    reader.swapped = magic == __builtin_bswap32(MAGIC_MICROSECONDS) || magic == __builtin_bswap32(MAGIC_NANOSECONDS);
    magic = field(&reader, header);
    reader.nanoseconds = magic == MAGIC_NANOSECONDS;
    if (!reader.nanoseconds && magic != MAGIC_MICROSECONDS)
        fail(name, "not a pcap file");
    return reader;
}

bool pcap_next(struct pcap_reader *reader, struct pcap_record *record)
{
    u8 header[16];
    size_t size = fread(header, 1, sizeof header, reader->file);
    if (!size)
        return false;
    if (size != sizeof header)
        fail(reader->name, "ends inside a packet's header");
    record->timestamp = (u64)field(reader, header) * SECOND;
    record->timestamp += (u64)field(reader, header + 4) * (reader->nanoseconds ? 1 : 1000);
    record->size = field(reader, header + 8);
    return true;
}

void pcap_bytes(struct pcap_reader *reader, const struct pcap_record *record, u8 *bytes)
{
    bool good = bytes ? fread(bytes, 1, record->size, reader->file) == record->size
                      : fseek(reader->file, (long)record->size, SEEK_CUR) == 0;
    if (!good)
        fail(reader->name, "ends inside a packet");
}

static void put(FILE *file, const void *bytes, size_t size, const char *name)
{
    if (fwrite(bytes, 1, size, file) != size)
        fail(name, "cannot be written");
}

FILE *pcap_create(const char *name)
{
    static const u32 header[6] = {MAGIC_MICROSECONDS, 2 | 4 << 16, 0, 0, 65535, 1 /* Ethernet */};
    FILE *file = fopen(name, "wb");
    if (!file)
        fail(name, "cannot be created");
    put(file, header, sizeof header, name);
    return file;
}

void pcap_write(FILE *file, u64 timestamp, const u8 *bytes, u32 size)
{
    u32 header[4] = {(u32)(timestamp / SECOND), (u32)(timestamp % SECOND / 1000), size, size};
    put(file, header, sizeof header, "output");
    put(file, bytes, size, "output");
}
