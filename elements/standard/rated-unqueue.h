/* RatedUnqueue and BandwidthRatedUnqueue. */
#pragma once

#include "rated.h"

struct rated_unqueue {
    struct rated rated;
    bool active;
    u64 runs, pushes, failed_pulls, empty_runs;
    struct task task;
    struct timer timer;
    struct signal signal;
};

/* The arguments are in `rated` already. */
void rated_unqueue_start(struct element *element, u64 rate);
bool rated_unqueue_ready(struct element *element, struct text *error);
