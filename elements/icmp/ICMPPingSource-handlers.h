/* The handlers of ICMPPingSource; its part, in a file of its own for its length. */

static void ICMPPingSource_read_active(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    text_bool(out, source->active);
}

static bool ICMPPingSource_write_active(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ICMPPingSource *source = element->state;
    if (!handler_write_bool(value, size, &source->active, error))
        return false;
    if (source->active)
        wake(source, 0);
    else
        timer_cancel(&source->timer);
    return true;
}

static void ICMPPingSource_read_src(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    text_ip(out, source->source);
}

static bool ICMPPingSource_write_src(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ICMPPingSource *source = element->state;
    return handler_write_ip(value, size, source->source, error);
}

static void ICMPPingSource_read_dst(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    text_ip(out, source->destination);
}

static bool ICMPPingSource_write_dst(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ICMPPingSource *source = element->state;
    return handler_write_ip(value, size, source->destination, error);
}

static void ICMPPingSource_read_count(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    text_unsigned(out, source->count);
}

static void ICMPPingSource_read_drops(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    text_unsigned(out, source->drops);
}

static bool ICMPPingSource_write_limit(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ICMPPingSource *source = element->state;
    if (!handler_write_signed(value, size, -0x80000000ll, 0x7fffffff, &source->limit, error))
        return false;
    wake(source, source->interval);
    return true;
}

static bool ICMPPingSource_write_interval(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ICMPPingSource *source = element->state;
    if (parse_interval(value, size, &source->interval))
        return true;
    text_string(error, "expected interval");
    return false;
}

static bool ICMPPingSource_write_reset_counts(struct element *element, const char *value, u32 size,
                                              struct text *error)
{
    struct ICMPPingSource *source = element->state;
    (void)value, (void)size, (void)error;
    source->count = source->received = source->duplicates = 0;
    source->shortest = source->longest = source->sum = source->square_sum = 0;
    if (source->sent)
        memset(source->sent, 0, REMEMBERED * sizeof *source->sent);
    wake(source, source->interval);
    return true;
}

/* Rounded down. */
static u64 square_root(u64 value)
{
    u64 root = 0;
    for (u64 bit = (u64)1 << 31; bit; bit >>= 1)
        if ((root + bit) * (root + bit) <= value)
            root += bit;
    return root;
}

static u64 average(const struct ICMPPingSource *source, u64 sum)
{
    return source->received ? sum / source->received : 0;
}

static void ICMPPingSource_read_summary(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    u64 received = source->received - source->duplicates, mean = average(source, source->sum);
    text_unsigned(out, source->count);
    text_string(out, " packets transmitted, ");
    text_unsigned(out, received);
    text_string(out, " received");
    if (source->duplicates) {
        text_string(out, ", +");
        text_unsigned(out, source->duplicates);
        text_string(out, " duplicates");
    }
    if (source->count) {
        text_string(out, ", ");
        text_unsigned(out, (source->count - received) * 100 / source->count);
        text_string(out, "% packet loss");
    }
    text_char(out, '\n');
    if (!source->received)
        return;
    text_milliseconds(out, "rtt min/avg/max/mdev = ", source->shortest);
    text_milliseconds(out, "/", mean);
    text_milliseconds(out, "/", source->longest);
    text_milliseconds(out, "/", square_root(average(source, source->square_sum) - mean * mean));
    text_char(out, '\n');
}

static void ICMPPingSource_read_rtt_min(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    text_time(out, source->shortest * MICROSECOND);
}

static void ICMPPingSource_read_rtt_avg(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    text_time(out, average(source, source->sum) * MICROSECOND);
}

static void ICMPPingSource_read_rtt_max(struct element *element, struct text *out)
{
    const struct ICMPPingSource *source = element->state;
    text_time(out, source->longest * MICROSECOND);
}
