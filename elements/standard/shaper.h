/* Shaper and BandwidthShaper. */
#pragma once

#include "element.h"
#include "gap-rate.h"
#include "relay.h"

struct shaper {
    struct gap_rate gap;
    bool bandwidth; /* the rate is in bytes, else in packets */
    struct relay relay;
    struct signal signal;
    struct timer timer;
};

void shaper_start(struct element *element, bool bandwidth, u64 rate);
bool shaper_ready(struct element *element, struct text *error);
pull_function shaper_pull;
struct notifier *shaper_notifier(struct element *element, u32 output);
