/* What the elements that read files have in common: a source pushes from a task of its own, or is pulled from. */
#pragma once

#include "element.h"
#include "host.h"

struct source;

/* Whether the record may go on as a packet; it may also end the file (see source_end). */
typedef bool source_filter(struct element *element, struct source *source, const struct record *record);

struct source {
    struct channel channel;
    bool active, stop, timing;
    i64 probability;       /* of each packet, in 1/2^32 */
    source_filter *filter; /* NULL: all records */
    bool sort_out;         /* packets without network header leave through output 1 */
    struct handler_call at_end;

    bool over;  /* the end of the file has been told */
    bool timed; /* `lead` holds */
    i64 lead;   /* ns from a record's time to the clock's when it comes */
    u64 count;
    struct task task;
    struct timer timer;
    struct notifier waiting; /* of a pull output */
};

/* Opens the element's file; the fields above the line are the caller's to set, before or behind. */
bool source_start(struct element *element, struct source *source, struct text *error);
void source_ready(struct element *element, struct source *source);

/* The last packet is gone: stops the run or makes the call that the element was given for that. */
void source_end(struct element *element, struct source *source);
void source_set_active(struct element *element, struct source *source, bool active);

pull_function source_pull;

/* A record's time, ns since 1970-01-01 UTC. */
static inline u64 record_time(const struct record *record)
{
    return record->seconds * 1000000000ull + record->nanoseconds;
}
