/* What IPPrint says of an IP packet, in one line. */
#pragma once

#include "packet.h"
#include "text.h"

/* Addresses, and what the header behind says; the packet has a whole IP header without options at least. */
void ip_line(struct text *line, const struct packet *packet, bool swap);

/* ICMP messages; `length` bytes of the message are there. */
void ip_line_icmp(struct text *line, const u8 *message, i32 length, bool swap);
