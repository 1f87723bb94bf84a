/* The bytes that sources make packets of. */
#pragma once

#include "element.h"

struct packet_template {
    u8 *bytes; /* PACKET_MAX of them: the data over and over */
    u32 size;  /* of the data */
    i32 length; /* of packets; negative: as long as the data */
};

/* false: packets cannot be that long, or there is no memory; `error` says so. */
bool template_start(struct packet_template *template, struct element *element, struct plan_bytes data, i32 length,
                    struct text *error);
bool template_set_data(struct packet_template *template, const char *bytes, u32 size, struct text *error);
bool template_set_length(struct packet_template *template, i64 length, struct text *error);

/* Appends packets with that time; returns how many there was room for. */
u32 template_make(const struct packet_template *template, struct element *element, u32 count, u64 time,
                  struct batch *into);

static inline u32 template_length(const struct packet_template *template)
{
    return template->length < 0 ? template->size : (u32)template->length;
}
