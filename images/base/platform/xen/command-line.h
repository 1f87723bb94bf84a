/*
 * What the command line says. `vifs=MAC,MAC,…`: the addresses of the network devices 0, 1, …, whose backends are in
 * dom0; the toolstack does our half of their handshake in Xenstore, and we do not speak to it at all.
 */
#pragma once

#include "types.h"

#define COMMAND_LINE_VIFS 8u

struct command_line {
    u32 vif_count; /* 0: the usual handshake */
    u8 addresses[COMMAND_LINE_VIFS][6];
    bool malformed;
};

extern struct command_line command_line;

/* Ends with a zero byte, or where `room` does. */
void command_line_read(const char *line, u32 room);
