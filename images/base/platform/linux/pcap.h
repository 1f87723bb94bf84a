/* Reads and writes pcap files (libpcap's classic format, either byte order, microseconds or nanoseconds). */
#pragma once

#include <stdio.h>

#include "types.h"

struct pcap_reader {
    FILE *file;
    const char *name;
    bool swapped, nanoseconds;
};

struct pcap_record {
    u64 timestamp; /* ns since 1970 */
    u32 size;      /* bytes that are in the file */
};

/* Ends the process with a message when the file cannot be read or is none. */
struct pcap_reader pcap_open(const char *name);

/* The next packet's record; false: the file is at its end. */
bool pcap_next(struct pcap_reader *reader, struct pcap_record *record);

/* The record's bytes. NULL: they are skipped. */
void pcap_bytes(struct pcap_reader *reader, const struct pcap_record *record, u8 *bytes);

FILE *pcap_create(const char *name);
void pcap_write(FILE *file, u64 timestamp, const u8 *bytes, u32 size);
