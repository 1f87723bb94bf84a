#include "elements/CoDel.h"

#include "parse.h"
#include "platform.h"
#include "storage.h"

#define FIRST_TIMESTAMP 32u /* annotation of 8 bytes, ns since 1970 */
#define LONGEST 31536000000000000u /* ns */

struct CoDel {
    struct storages queues;
    i64 target, interval;          /* ns */
    i64 first_above, drop_next;    /* ns since 1970; 0: not set */
    bool dropping, may_drop;
    u64 drops, state_drops;
};

/* Sums with the time of day stay in range. */
static bool set_time(i64 *time, u64 value, struct text *error)
{
    if (value > LONGEST) {
        text_string(error, "times are at most a year");
        return false;
    }
    *time = (i64)value;
    return true;
}

static bool start(struct element *element, struct text *error)
{
    const struct CoDel_args *args = element->args;
    struct CoDel *codel = element->state;
    return set_time(&codel->target, args->target, error) && set_time(&codel->interval, args->interval, error);
}

static bool ready(struct element *element, struct text *error)
{
    const struct CoDel_args *args = element->args;
    struct CoDel *codel = element->state;
    return storages_find(&codel->queues, element, args->queues, error);
}

static u64 square_root(u64 value)
{
    u64 root = 0;
    for (u64 bit = (u64)1 << 31; bit; bit >>= 1)
        if ((root | bit) * (root | bit) <= value)
            root |= bit;
    return root;
}

/* Drops come the more often the more there were. */
static i64 control_law(const struct CoDel *codel, i64 time)
{
    return time + (i64)((u64)codel->interval * 16 / square_root(codel->state_drops * 256));
}

/*
 * The next packet; `known` becomes whether there is one and it says since when it waits. Waiting for longer than the
 * target, and that for a whole interval, is what makes packets droppable.
 */
static struct packet *next_packet(struct element *element, i64 now, bool *known)
{
    struct CoDel *codel = element->state;
    struct batch batch = BATCH_EMPTY;
    i64 since = 0;
    codel->may_drop = false;
    input_pull(element, 0, 1, &batch);
    if (batch.first)
        __builtin_memcpy(&since, batch.first->annotations + FIRST_TIMESTAMP, sizeof since);
    *known = since != 0;
    if (!batch.first)
        codel->first_above = 0;
    if (!since)
        return batch.first;
    if (now - since < codel->target)
        codel->first_above = 0;
    else if (!codel->first_above)
        codel->first_above = now + codel->interval;
    else
        codel->may_drop = now >= codel->first_above;
    return batch.first;
}

static struct packet *drop(struct element *element, struct packet *packet, i64 now)
{
    struct CoDel *codel = element->state;
    bool known;
    codel->drops++;
    element_free(element, packet);
    return next_packet(element, now, &known);
}

static struct packet *go_on_dropping(struct element *element, struct packet *packet, i64 now)
{
    struct CoDel *codel = element->state;
    codel->dropping = codel->may_drop;
    while (codel->dropping && now >= codel->drop_next) {
        codel->state_drops++;
        packet = drop(element, packet, now);
        codel->dropping = codel->may_drop;
        if (codel->dropping)
            codel->drop_next = control_law(codel, codel->drop_next);
    }
    return packet;
}

static struct packet *begin_dropping(struct element *element, struct packet *packet, i64 now)
{
    struct CoDel *codel = element->state;
    bool lately = now - codel->drop_next < codel->interval;
    if (!codel->may_drop || !(lately || now - codel->first_above >= codel->interval))
        return packet;
    packet = drop(element, packet, now);
    codel->dropping = true;
    codel->state_drops = lately && codel->state_drops > 2 ? codel->state_drops - 2 : 1;
    codel->drop_next = control_law(codel, now);
    return packet;
}

static struct packet *pull_one(struct element *element)
{
    struct CoDel *codel = element->state;
    i64 now = (i64)platform_wall_clock();
    bool known;
    struct packet *packet = next_packet(element, now, &known);
    if (!known)
        codel->dropping = false;
    else if (codel->dropping)
        packet = go_on_dropping(element, packet, now);
    else
        packet = begin_dropping(element, packet, now);
    return packet;
}

static void pull(struct element *element, u32 port, u32 max, struct batch *into)
{
    struct packet *packet;
    (void)port;
    for (; max && (packet = pull_one(element)); max--)
        batch_append(into, packet);
}

static void CoDel_read_drops(struct element *element, struct text *out)
{
    const struct CoDel *codel = element->state;
    text_unsigned(out, codel->drops);
}

static bool write_time(i64 *time, const char *value, u32 size, struct text *error)
{
    u64 result;
    if (parse_interval(value, size, &result))
        return set_time(time, result, error);
    text_string(error, "expected time");
    return false;
}

static void CoDel_read_codel_target(struct element *element, struct text *out)
{
    const struct CoDel *codel = element->state;
    text_time(out, (u64)codel->target);
    text_char(out, 's');
}

static bool CoDel_write_codel_target(struct element *element, const char *value, u32 size, struct text *error)
{
    struct CoDel *codel = element->state;
    return write_time(&codel->target, value, size, error);
}

static void CoDel_read_codel_interval(struct element *element, struct text *out)
{
    const struct CoDel *codel = element->state;
    text_time(out, (u64)codel->interval);
    text_string(out, " s");
}

static bool CoDel_write_codel_interval(struct element *element, const char *value, u32 size, struct text *error)
{
    struct CoDel *codel = element->state;
    return write_time(&codel->interval, value, size, error);
}

static void CoDel_read_stats(struct element *element, struct text *out)
{
    const struct CoDel *codel = element->state;
    text_unsigned(out, storages_size(&codel->queues));
    text_string(out, " current queue\n");
    text_unsigned(out, codel->drops);
    text_string(out, " drops\n");
}

static void CoDel_read_queues(struct element *element, struct text *out)
{
    const struct CoDel *codel = element->state;
    storages_read(&codel->queues, out);
}

const struct element_class CoDel_class = {
    CoDel_COMMON,
    .state_size = sizeof(struct CoDel),
    .start = start,
    .ready = ready,
    .pull = pull,
};
