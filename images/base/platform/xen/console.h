/*
 * The PV console. Log lines wait in a buffer of our own until the ring has room; when that is full too, whole
 * lines are lost and counted, so that printing never holds up packets. Answers of the control protocol and the
 * last line of a run wait for room, for a limited time.
 *
 * On the wire a log line ends in CR LF; an answer stands between the bytes 0x02 and 0x03, which log lines never
 * contain. Inside an answer 0x02, 0x03 and 0x10 are sent as 0x10 and the byte with bit 6 flipped.
 */
#pragma once

#include "types.h"

struct router;
struct text;

void console_start(void);

/* Moves waiting output to the ring and input to the router (NULL: there is none yet). */
void console_run(struct router *router);

/* A line of the log that starts with "clickforge: ": begin, append, end. */
struct text *console_begin(void);
void console_end(struct text *text);
void console_line(const char *line);

/* "clickforge: fatal: WHERE: WHAT", never lost while somebody reads. */
void console_fatal(const char *where, const char *what);

/* Waits until all output was read, for a limited time. */
void console_drain(void);
