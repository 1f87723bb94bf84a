/* The handlers of IPReassembler.c, which includes this. */

static void IPReassembler_read_drops(struct element *element, struct text *out)
{
    const struct IPReassembler *reassembler = element->state;
    text_unsigned(out, reassembler->drops + reassembler->bad);
}

static void print_number(struct text *out, const char *before, u64 value)
{
    text_string(out, before);
    text_unsigned(out, value);
}

/* What is there of a datagram: its flow, its id, and from where to where, for each piece. */
static void print_datagram(const struct datagram *datagram, struct text *out)
{
    const u8 *payload = datagram->packet->transport;
    u32 units = (datagram->size + UNIT - 1) / UNIT;
    text_string(out, " (");
    text_ip(out, (const u8 *)&datagram->source);
    print_number(out, ", ", datagram->size < 4 ? 0 : load_be16(payload));
    text_string(out, ", ");
    text_ip(out, (const u8 *)&datagram->destination);
    print_number(out, ", ", datagram->size < 4 ? 0 : load_be16(payload + 2));
    print_number(out, ") ", __builtin_bswap16(datagram->id));
    for (u32 unit = 0; unit < units; unit++) {
        if (!is_there(datagram, unit))
            continue;
        print_number(out, " (", unit * UNIT);
        while (unit < units && is_there(datagram, unit))
            unit++;
        print_number(out, ",", unit == units ? datagram->size : unit * UNIT);
        text_char(out, ')');
    }
    text_char(out, '\n');
}

static void IPReassembler_read_dump(struct element *element, struct text *out)
{
    const struct IPReassembler *reassembler = element->state;
    print_number(out, "frags seen total:    ", reassembler->fragments);
    print_number(out, "\ngood reassemblies:   ", reassembler->good);
    print_number(out, "\nfailed reassemblies: ", reassembler->failures);
    print_number(out, "\nbad fragments seen:  ", reassembler->bad);
    text_string(out, "\ncached chunk data:\n");
    for (u32 i = 0; i < BUCKETS; i++)
        for (const struct datagram *datagram = reassembler->buckets[i]; datagram; datagram = datagram->next)
            print_datagram(datagram, out);
}
