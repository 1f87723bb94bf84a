#include "elements/SetTimestamp.h"

#include "platform.h"

#define FIRST_TIMESTAMP 32u /* annotation of 8 bytes; ns as in packet->timestamp */

static void action(struct element *element, struct batch *batch)
{
    const struct SetTimestamp_args *args = element->args;
    u64 time = args->has_timestamp ? args->timestamp : platform_wall_clock();
    for (struct packet *packet = batch->first; packet; packet = packet->next) {
        if (args->first)
            __builtin_memcpy(packet->annotations + FIRST_TIMESTAMP, &time, sizeof time);
        else
            packet->timestamp = time;
    }
}

const struct element_class SetTimestamp_class = {
    SetTimestamp_COMMON,
    .action = action,
};
