#pragma once

#include "backend.h"

enum aftermath {
    GOES_ON, /* the vif works as if nothing had been */
    ANEW,    /* … when it was closed and connected again */
    CLOSED,  /* the guest closes it for good */
};

/* What is done to a vif that is connected. Prints `COUNTER NUMBER` for what the guest has to count, `COUNTER any` if that depends. */
struct attack {
    const char *name;
    void (*run)(struct backend *backend);
    enum aftermath aftermath;
};

/* Of the rings, and of the nodes; each ends with one that has no name. */
extern const struct attack ring_attacks[], node_attacks[];
