/* The handlers of ARPQuerier.c, which includes this. */

static void ARPQuerier_read_ipaddr(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    text_ip(out, (const u8 *)&querier->ip);
}

static void ARPQuerier_read_broadcast(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    text_ip(out, (const u8 *)&querier->broadcast);
}

static bool write_ip(u32 *ip, const char *value, u32 size, struct text *error)
{
    u8 address[4];
    if (!parse_ip(value, size, address)) {
        text_string(error, "expected IP address");
        return false;
    }
    *ip = load32(address);
    return true;
}

static bool ARPQuerier_write_ipaddr(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ARPQuerier *querier = element->state;
    return write_ip(&querier->ip, value, size, error);
}

static bool ARPQuerier_write_broadcast(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ARPQuerier *querier = element->state;
    return write_ip(&querier->broadcast, value, size, error);
}

static void ARPQuerier_read_table(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    arp_table_print(&querier->table, router_now(element->router), out);
}

static void ARPQuerier_read_stats(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    text_unsigned(out, querier->drops + querier->table.drops);
    text_string(out, " packets killed\n");
    text_unsigned(out, querier->queries);
    text_string(out, " ARP queries sent\n");
}

static void ARPQuerier_read_count(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    text_unsigned(out, querier->table.count);
}

static void ARPQuerier_read_length(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    text_unsigned(out, querier->table.waiting);
}

static void ARPQuerier_read_queries(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    text_unsigned(out, querier->queries);
}

static void ARPQuerier_read_responses(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    text_unsigned(out, querier->responses);
}

/* As in Click without those that the table dropped while they waited: `stats` has all. */
static void ARPQuerier_read_drops(struct element *element, struct text *out)
{
    const struct ARPQuerier *querier = element->state;
    text_unsigned(out, querier->drops);
}

static bool ARPQuerier_write_insert(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ARPQuerier *querier = element->state;
    struct words words = {value, value + size};
    const char *word;
    u32 length, ip;
    u8 ethernet[6];
    if (!parse_word(&words, &word, &length) || !write_ip(&ip, word, length, error))
        return false;
    if (!parse_word(&words, &word, &length) || !parse_ethernet(word, length, ethernet)) {
        text_string(error, "expected Ethernet address");
        return false;
    }
    arp_table_insert(&querier->table, ip, ethernet, router_now(element->router), NULL);
    return true;
}

static bool ARPQuerier_write_delete(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ARPQuerier *querier = element->state;
    u32 ip;
    if (!write_ip(&ip, value, size, error))
        return false;
    arp_table_insert(&querier->table, ip, arp_unknown, router_now(element->router), NULL);
    return true;
}

static bool ARPQuerier_write_clear(struct element *element, const char *value, u32 size, struct text *error)
{
    struct ARPQuerier *querier = element->state;
    (void)value;
    (void)size;
    (void)error;
    querier->queries = querier->responses = querier->drops = 0;
    arp_table_clear(&querier->table);
    return true;
}
