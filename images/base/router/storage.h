/* The queues next to an element: what elements look at that drop packets before a queue is full. */
#pragma once

#include "element.h"

struct storages {
    const struct element **elements;
    u32 count;
};

/*
 * Those named in `names` (u16 indexes of elements), or where none are the nearest ones downstream (of a push output) or
 * upstream (of a pull input). false: there are none, or no memory; `error` says so.
 */
bool storages_find(struct storages *storages, struct element *element, struct plan_bytes names, struct text *error);

/* Packets that are in all of them now. */
static inline u32 storages_size(const struct storages *storages)
{
    u32 size = 0;
    for (u32 i = 0; i < storages->count; i++)
        size += CLASS(storages->elements[i]->class, extras)->stored(storages->elements[i]);
    return size;
}

/* Their names, a line each. */
void storages_read(const struct storages *storages, struct text *out);
