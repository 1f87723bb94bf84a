#include "parse.h"
#include "rewriter.h"

#define SECOND 1000000000ull

HANDLER static u32 count_flows(const struct element *element, u32 first, u32 last)
{
    const struct rewriter *rewriter = element->state;
    u32 flows = 0;
    for (u32 i = first; i < last; i++)
        flows += rewriter->owner.counts[i].flows;
    return flows;
}

HANDLER static u64 count_failures(const struct element *element)
{
    const struct rewriter *rewriter = element->state;
    u64 failures = 0;
    for (u32 i = 0; i < element->ninputs; i++)
        failures += rewriter->owner.counts[i].failures;
    return failures;
}

/* table_size and nmappings, mapping_failures, size, drops. */
HANDLER void rewriter_read_numbers(struct element *element, struct text *out)
{
    const struct rewriter *rewriter = element->state;
    u32 number = element->router->handler_number;
    text_unsigned(out, number < 2    ? count_flows(element, 0, element->ninputs)
                       : number == 2 ? count_failures(element)
                       : number == 3 ? rewriter->table->count
                                     : rewriter->drops);
}

HANDLER static void print_address(struct text *out, u32 address, u32 variations)
{
    u32 last = __builtin_bswap32(__builtin_bswap32(address) + variations);
    if (!address) {
        text_char(out, '-');
        return;
    }
    text_ip(out, (const u8 *)&address);
    if (variations) {
        text_char(out, '-');
        text_ip(out, (const u8 *)&last);
    }
}

HANDLER static void print_port(struct text *out, u32 port, u32 variations)
{
    text_char(out, ' ');
    if (port)
        text_unsigned(out, port);
    if (!port || variations)
        text_char(out, '-');
    if (port && variations)
        text_unsigned(out, port + variations);
}

HANDLER static void print_specification(struct text *out, const struct rewriter_input *input)
{
    static const char *const kinds[] = {"<drop>", "<nochange>", "<keep>", NULL, "<mapper>"};
    bool ports = input->flags & REWRITER_VARIES_PORTS;
    if (input->kind != REWRITER_PATTERN) {
        text_string(out, kinds[input->kind]);
        return;
    }
    print_address(out, load32(input->source), ports ? 0 : input->variations);
    if (ports)
        print_port(out, input->source_port, input->variations);
    text_char(out, ' ');
    print_address(out, load32(input->destination), 0);
    if (ports)
        print_port(out, input->destination_port, 0);
}

HANDLER static void print_input(const struct element *element, u32 input, struct text *out)
{
    const struct rewriter *rewriter = element->state;
    u32 flows = count_flows(element, input, input + 1);
    print_specification(out, rewriter->patterns[input].input);
    if (flows) {
        text_string(out, " [");
        text_unsigned(out, flows);
        text_char(out, ']');
    }
    text_char(out, '\n');
}

HANDLER void rewriter_read_patterns(struct element *element, struct text *out)
{
    for (u32 i = 0; i < element->ninputs; i++)
        print_input(element, i, out);
}

HANDLER void rewriter_read_pattern(struct element *element, struct text *out)
{
    print_input(element, element->router->handler_number, out);
}

HANDLER bool rewriter_write_capacity(struct element *element, const char *value, u32 size, struct text *error)
{
    struct flow_table *table = ((struct rewriter *)element->state)->table;
    u64 capacity;
    if (!handler_write_unsigned(value, size, table->room, &capacity, error))
        return false;
    table->capacity = (u32)capacity;
    flow_table_shrink(table, router_now(element->router), table->capacity, ~0u);
    return true;
}

HANDLER bool rewriter_write_clear(struct element *element, const char *value, u32 size, struct text *error)
{
    (void)value, (void)size, (void)error;
    flow_table_shrink(((struct rewriter *)element->state)->table, router_now(element->router), 0, ~0u);
    return true;
}

HANDLER void rewriter_read_capacity(struct element *element, struct text *out)
{
    text_unsigned(out, ((const struct rewriter *)element->state)->table->capacity);
}

HANDLER static void print_parts(struct text *out, struct flow_id id, const char *separator, bool ping)
{
    u32 addresses[2] = {flow_source(id), flow_destination(id)};
    for (u32 i = 0; i < 2; i++, id = flow_reverse(id)) {
        if (i)
            text_string(out, separator);
        text_ip(out, (const u8 *)&addresses[i]);
        if (ping)
            continue;
        text_string(out, separator);
        text_unsigned(out, __builtin_bswap16(flow_source_port(id)));
    }
}

/* The one address that a mapping knows, an identifier behind the addresses, or addresses with ports. */
HANDLER static void print_id(const struct rewriter *rewriter, struct text *out, struct flow_id id)
{
    u16 first = flow_source_port(id), second = flow_destination_port(id);
    if (rewriter->addresses_only) {
        u32 address = flow_source(id) ? flow_source(id) : flow_destination(id);
        text_ip(out, (const u8 *)&address);
        return;
    }
    text_char(out, '(');
    print_parts(out, id, ", ", rewriter->ping);
    if (rewriter->ping) {
        text_string(out, ", ");
        text_unsigned(out, __builtin_bswap16((u16)(first + 1) == second ? first : second));
    }
    text_char(out, ')');
}

/* Outputs, with a star at the one of this direction, the input, and the seconds left, whatever is guaranteed. */
HANDLER static void print_rest(struct text *out, const struct flow *flow, u32 direction, u64 left)
{
    text_string(out, direction ? " [" : " [*");
    text_unsigned(out, flow->outputs[0]);
    text_string(out, direction ? " *" : " ");
    text_unsigned(out, flow->outputs[1]);
    text_string(out, "] i");
    text_unsigned(out, flow->input);
    text_string(out, " exp");
    text_unsigned(out, (left + SECOND / 2) / SECOND);
    text_char(out, '\n');
}

HANDLER void rewriter_print_table(const struct element *element, u32 list, u32 lists, struct text *out)
{
    const struct rewriter *rewriter = element->state;
    u64 now = router_now(element->router);
    for (const struct flow_list *each = rewriter->owner.lists; list < lists; list++)
        for (u32 number = each[list].first; number && !out->truncated; number = rewriter->table->flows[number].next) {
            const struct flow *flow = &rewriter->table->flows[number];
            u64 end = flow->used + each[list].timeout;
            for (u32 direction = 0; direction < 2; direction++) {
                print_id(rewriter, out, flow_id_of(flow, direction));
                text_string(out, " => ");
                print_id(rewriter, out, flow_rewritten(flow, direction));
                print_rest(out, flow, direction, end > now ? end - now : 0);
            }
        }
}

HANDLER void rewriter_read_tables(struct element *element, struct text *out)
{
    rewriter_print_table(element, 0, FLOW_LISTS, out);
}

HANDLER static bool read_id(const char *parameter, u32 size, struct flow_id *id)
{
    struct words words = {parameter, parameter + size};
    const char *word;
    u32 word_size, address;
    u64 port;
    *id = (struct flow_id){0, 0};
    for (u32 i = 0; i < 2; i++) {
        if (!parse_word(&words, &word, &word_size) || !parse_ip(word, word_size, (u8 *)&address) ||
            !parse_word(&words, &word, &word_size) || !parse_unsigned(word, word_size, 0xffff, &port))
            return false;
        id->addresses |= (u64)address << i * 32;
        id->ports |= (u32)__builtin_bswap16((u16)port) << i * 16;
    }
    return !parse_word(&words, &word, &word_size);
}

HANDLER bool rewriter_query(const struct element *element, u8 protocol, const char *parameter, u32 size,
                            struct text *out)
{
    const struct rewriter *rewriter = element->state;
    struct flow_id id;
    if (!read_id(parameter, size, &id)) {
        text_string(out, "expected SADDR SPORT DADDR DPORT");
        return false;
    }
    u32 key = rewriter->find(rewriter, protocol, id);
    if (key)
        print_parts(out, flow_rewritten(flow_of(rewriter->table, key), flow_direction(key)), " ", false);
    return true;
}
