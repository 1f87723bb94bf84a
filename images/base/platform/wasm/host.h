/*
 * The simulator's two sides: what JavaScript gives this module (imports) and calls in it (exports), and how
 * packets lie in the memory that both see.
 *
 * Packets cross in batches. A channel is one file or device: its buffer holds records back to back, each a
 * struct record and the packet's bytes. The host fills an input's buffer when it is empty and empties an
 * output's when it is full; neither side keeps an address for longer than one call.
 */
#pragma once

#include "packet.h"
#include "text.h"

struct element;
struct router;

#define IMPORT(name) __attribute__((import_module("host"), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

#define RECORD_NONE INT16_MIN /* a header that is not set */

/* Click's annotation of the time of a packet's first byte, where it stands for several packets. */
#define ANNOTATION_FIRST_TIMESTAMP 32

struct record {
    u32 size;   /* of the record: this header, headroom and data, padded to 8 bytes */
    u32 length; /* bytes of data */
    u32 seconds, nanoseconds;             /* since 1970-01-01 UTC */
    u32 first_seconds, first_nanoseconds; /* see ANNOTATION_FIRST_TIMESTAMP */
    u32 extra_packets, extra_length, aggregate;
    i16 mac, network, transport; /* offsets of the headers from the data, or RECORD_NONE */
    u8 paint, type;
    u32 headroom; /* bytes in front of the data that belong to its headers; 0 in an input */
};

_Static_assert(sizeof(struct record) == 48, "record layout");

struct channel {
    u8 *buffer;
    u32 capacity, used, taken;
    u32 number; /* the host's name for it */
    bool ended;
    bool listed;
    struct channel *next; /* in the list of outputs that hold something */
};

enum { CHANNEL_BUFFER = 256 * 1024 };

/* What the host knows of a file. */
enum channel_fact { CHANNEL_NAME, CHANNEL_SIZE, CHANNEL_POSITION, CHANNEL_ENCAPSULATION };

/* false: out of memory, see `error`. */
bool channel_make(struct channel *channel, u32 number, struct text *error);

/* The next record, or NULL at the end; it stays until channel_next(). */
const struct record *channel_peek(struct channel *channel);
void channel_next(struct channel *channel);

/* The packet of a record that channel_peek() gave; NULL: the pool is empty or the packet too long (see longer). */
struct packet *channel_packet(struct packet_pool *pool, const struct record *record);

/* Copies a packet, its first `snap` bytes at most, into an output. */
void channel_write(struct channel *channel, const struct packet *packet, u32 snap, u64 now);

/* Hands all that outputs hold to the host, so that its files and its console stay in order. */
void channels_flush(void);

/* Makes the channel of a host element, which its host opens; false: `error` says why not. */
bool channel_open(struct channel *channel, struct element *element, struct text *error);

/* Appends what the host knows of the file. */
void channel_fact(const struct channel *channel, enum channel_fact what, struct text *out);

/* What the host sets before the start, and what it looks at behind each run. */
struct settings {
    u64 now;   /* ns, platform_now() */
    u64 epoch; /* wall clock at now = 0, ns since 1970-01-01 UTC */
    u64 until; /* ends the run when the clock gets there; ~0: never */
    u64 drain; /* ends it when no packet moves for so long behind the inputs' end; ~0: never */
    u64 packets; /* most packets to take from the devices' inputs */
    u64 memory;  /* most bytes for tables and packets */
    u64 seed;    /* of platform_random() */
    u32 burst;
    u32 real_time;
    u64 turns;    /* out: turns so far */
    u64 deadline; /* out: when to go on, where simulator_run() says RUN_WAIT */
    u64 too_long; /* out: input packets that no slot of the pool can hold */
};

extern struct settings settings;

/* start.c; NULL before the start is over */
struct router *simulator_router(void);

/* Where errors and values for the host are written. */
struct text *simulator_answer(void);

/* time.c: what the clock says once a turn is over that left no work. */
void time_look(void);
void time_pass_turn(void);

/* memory.c */
void *memory_take(u64 size);

/* devices.c */
bool devices_make(u32 devices, struct text *error);
void devices_arrive(void);
u64 devices_next_arrival(void);
bool devices_have_inputs(void);

void IMPORT(console) host_console(const char *bytes, u32 size);
void IMPORT(print) host_print(const char *bytes, u32 size);

/* Writes a file: the size of what it left in `error`, 0 when all went well. */
u32 IMPORT(save)
    host_save(const char *name, u32 name_size, bool append, const char *bytes, u32 size, char *error, u32 capacity);
void IMPORT(answer) host_answer(const char *bytes, u32 size);
_Noreturn void IMPORT(fatal) host_fatal(const char *where, u32 where_size, const char *what, u32 what_size);
double IMPORT(now) host_now(void);

/* Arguments as the host compiled them, in memory behind the Plan; offsets in them count from the Plan's first byte. */
struct configured {
    u32 args;        /* address; 0: there are none, the host has said why */
    u32 config;      /* offset of the configuration string */
    u32 config_size;
    u32 complaint;   /* bytes that the host left in `error` */
};

_Static_assert(sizeof(struct configured) == 16, "as the host writes it");

/* Reads `config` as new arguments of the element `index`. */
void IMPORT(configure)
    host_configure(u32 index, const char *config, u32 size, struct configured *result, char *error, u32 capacity);

/* What a name stands for, of `kind` (enum name_kind); false: nothing. */
bool IMPORT(resolve) host_resolve(u32 kind, const char *name, u32 size, u8 *result);

/* Puts another value for the argument "NAME" or "POSITION NAME" into a configuration string. */
void IMPORT(argue) host_argue(const char *config, u32 config_size, const char *argument, u32 argument_size,
                              const char *value, u32 size, struct configured *result);

/* Opens the file of element `index`: its channel's number, or -1 with one line in the `capacity` bytes of `error`. */
i32 IMPORT(open) host_open(u32 index, char *error, u32 capacity, u32 *error_size);

/* Text about a file: returns its size. */
u32 IMPORT(ask) host_ask(u32 channel, enum channel_fact what, char *text, u32 capacity);

/* Writes whole records into the buffer and returns their bytes; 0: the input is over. */
u32 IMPORT(refill) host_refill(u32 channel, u8 *buffer, u32 capacity);
void IMPORT(drain) host_drain(u32 channel, const u8 *records, u32 size);
