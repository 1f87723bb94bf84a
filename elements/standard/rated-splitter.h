/* RatedSplitter and BandwidthRatedSplitter. */
#pragma once

#include "rated.h"

struct rated_splitter {
    struct rated rated;
    u64 drops;
};

push_function rated_splitter_push;
