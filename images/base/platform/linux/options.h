/* The command line of clickforge-run. */
#pragma once

#include "types.h"

#define DEVICES 64

/* A command for the control protocol, given when the clock has come to `at`; TIMER_NEVER: when the run is over. */
struct request {
    u64 at;
    const char *line;
};

struct options {
    const char *plan;
    const char *inputs[DEVICES], *outputs[DEVICES]; /* pcap files by device; NULL: none */
    struct request *requests;
    u32 request_count;
    u64 packets; /* the run ends when so many were received */
    u64 until;   /* ns on the clock at which the run ends */
    u64 memory;  /* bytes that platform_memory() gives */
    u64 seed;
    u32 burst;
    bool real_time;
    bool quiet; /* nothing is logged */
};

/* Ends the process with a message on wrong usage. */
struct options options_parse(int count, char **arguments);
