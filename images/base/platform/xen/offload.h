/* The Internet checksum of TCP and UDP over IPv4 and IPv6. */
#pragma once

#include "types.h"

/* Fills in the checksum of an Ethernet frame whose sender left that to us; false: it is none of those. */
bool offload_complete(u8 *frame, u32 length);
