/* What elements that look for a colour have in common. */
#pragma once

#include "element.h"

struct paint {
    u8 color;
    u8 offset; /* of the annotation */
    u64 drops;
};

static inline bool paint_start(struct paint *paint, u8 color, u8 offset, struct text *error)
{
    paint->color = color;
    paint->offset = offset;
    if (offset < PACKET_ANNOTATIONS)
        return true;
    text_string(error, "ANNO lies outside of the annotations");
    return false;
}

static inline bool paint_matches(const struct paint *paint, const struct packet *packet)
{
    return packet->annotations[paint->offset] == paint->color;
}

static inline bool paint_write(struct paint *paint, const char *value, u32 size, struct text *error)
{
    u64 color;
    if (!handler_write_unsigned(value, size, 255, &color, error))
        return false;
    paint->color = (u8)color;
    return true;
}
