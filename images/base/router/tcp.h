/* TCP segments that are answered by being turned round. */
#pragma once

#include "packet.h"

/*
 * Sends the segment back to where it came from: exchanges addresses and ports, sets the time to live, the destination
 * annotation and both checksums. `size`: bytes from the transport header on; the IP length must agree with it.
 */
void tcp_turn_round(struct packet *packet, u32 size);
