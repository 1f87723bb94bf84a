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

void rated_unqueue_start(struct element *element, bool bandwidth);
bool rated_unqueue_ready(struct element *element, struct text *error);
void rated_unqueue_read_calls(struct element *element, struct text *out);
