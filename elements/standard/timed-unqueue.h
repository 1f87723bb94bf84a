/* TimedUnqueue and Burster: so many packets each interval. */
#pragma once

#include "element.h"

struct timed_unqueue {
    u64 interval; /* ns */
    u32 burst;
    u32 left; /* of the burst that is under way */
    u64 due; /* of the timer, last time; 0: the next burst starts the count anew */
    struct task task;
    struct timer timer;
    struct signal signal;
};

bool timed_unqueue_start(struct element *element, u64 interval, i32 burst);
bool timed_unqueue_ready(struct element *element, struct text *error);
