/*
 * The end of the run: on request of the toolstack (control/shutdown), of the router, or after a fault.
 */
#pragma once

#include "types.h"

/* Watches for the toolstack's requests. */
void shutdown_start(void);

/* Ends the run when that was asked for. Called once a turn. */
void shutdown_check(void);
