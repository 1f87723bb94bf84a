/* PullSwitch and StaticPullSwitch: pulls go to one input. What waits at others wakes nobody. */
#pragma once

#include "element.h"

struct pull_switch {
    i32 input; /* -1: none */
    struct signal *signals; /* by input */
    struct notifier notifier;
    struct task task; /* runs when an input has packets again */
};

/* In start() and behind it; an input that is not there is none. */
void pull_switch_set(struct element *element, i64 input);

bool pull_switch_ready(struct element *element, struct text *error);
struct notifier *pull_switch_notifier(struct element *element, u32 output);
pull_function pull_switch_pull;
