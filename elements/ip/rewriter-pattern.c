/* Specifications of inputs that are written while the router runs; those of the Plan are read when it is made. */
#include "bytes.h"
#include "parse.h"
#include "rewriter.h"

#define WORDS 7u /* most that a specification has */

struct word {
    const char *text;
    u32 size;
};

HANDLER static bool is(struct word word, const char *string)
{
    return parse_equal(word.text, word.size, string);
}

/* A range's mark at its end says how one of it is chosen; the parts are what stands around its dash. */
HANDLER static bool split(struct word *word, struct word *last, u8 *flags)
{
    char mark = word->text[word->size - 1];
    u32 dash = 0;
    *flags = mark == '#' ? REWRITER_SEQUENTIAL : mark == '?' ? 0 : REWRITER_SAME_FIRST;
    word->size -= mark == '#' || mark == '?';
    while (dash < word->size && word->text[dash] != '-')
        dash++;
    if (dash == word->size)
        return false;
    *last = (struct word){word->text + dash + 1, word->size - dash - 1};
    word->size = dash;
    return true;
}

/* Of a network the first and last address are not for hosts. */
HANDLER static bool read_network(struct word word, struct rewriter_input *input)
{
    u8 mask[4];
    if (!parse_ip_prefix(word.text, word.size, input->source, mask) || !load32(input->source))
        return false;
    u32 hosts = ~load_be32(mask), first = load_be32(input->source) & ~hosts;
    store_be32(input->source, first + (hosts > 1));
    input->variations = hosts > 1 ? hosts - 2 : hosts;
    return hosts != ~0u && !(hosts & (hosts + 1));
}

HANDLER static bool read_source(struct word word, struct rewriter_input *input)
{
    struct word behind;
    u8 last[4];
    input->flags = REWRITER_SAME_FIRST;
    if (is(word, "-") || parse_ip(word.text, word.size, input->source))
        return true;
    if (!split(&word, &behind, &input->flags))
        return read_network(word, input);
    if (!parse_ip(word.text, word.size, input->source) || !parse_ip(behind.text, behind.size, last))
        return false;
    input->variations = load_be32(last) - load_be32(input->source);
    return load_be32(last) >= load_be32(input->source);
}

HANDLER static bool read_port(struct word word, u16 *port)
{
    u64 number = 0;
    if (!is(word, "-") && (!parse_unsigned(word.text, word.size, 0xffff, &number) || !number))
        return false;
    *port = (u16)number;
    return true;
}

/* The flags are those of the ports now. A range of addresses would be counted in ports. */
HANDLER static bool read_source_ports(struct word word, struct rewriter_input *input)
{
    struct word behind;
    u64 first, last;
    if (input->variations)
        return false;
    input->flags = REWRITER_SAME_FIRST | REWRITER_VARIES_PORTS;
    if (read_port(word, &input->source_port))
        return true;
    if (!split(&word, &behind, &input->flags) || !parse_unsigned(word.text, word.size, 0xffff, &first) ||
        !parse_unsigned(behind.text, behind.size, 0xffff, &last) || last < first)
        return false;
    input->flags |= REWRITER_VARIES_PORTS;
    input->source_port = (u16)first;
    input->variations = (u32)(last - first);
    return true;
}

/* SADDR DADDR, SADDR DADDR SPORT, or SADDR SPORT DADDR DPORT. Gives what is wrong, or NULL. */
HANDLER static const char *read_pattern(const struct word *words, u32 count, struct rewriter_input *input)
{
    if (count < 2 || count > 4)
        return count == 1 ? "patterns with names are known to the configuration alone" : "syntax error";
    struct word destination = words[count == 4 ? 2 : 1];
    if (!read_source(words[0], input))
        return "bad source address";
    if (count > 2 && !read_source_ports(words[count == 4 ? 1 : 2], input))
        return "bad source port";
    if (!is(destination, "-") && !parse_ip(destination.text, destination.size, input->destination))
        return "bad destination address";
    return count == 4 && !read_port(words[3], &input->destination_port) ? "bad destination port" : NULL;
}

HANDLER static bool read_output(struct word word, u16 *output)
{
    u64 number;
    if (!parse_unsigned(word.text, word.size, 0xffff, &number))
        return false;
    *output = (u16)number;
    return true;
}

HANDLER static const char *read_outputs(const struct word *words, u32 count, struct rewriter_input *input)
{
    if (count == 2 && read_output(words[0], &input->forward_output) && read_output(words[1], &input->reply_output))
        return NULL;
    return "bad forward or reply port";
}

HANDLER static const char *read_specification(const struct router *router, const struct word *words, u32 count,
                                              struct rewriter_input *input)
{
    const struct element *mapper;
    if (!count || is(*words, "drop") || is(*words, "discard"))
        return count == 1 ? NULL : "syntax error";
    if (is(*words, "pass") || is(*words, "passthrough") || is(*words, "nochange")) {
        input->kind = REWRITER_PASS;
        return count == 1 || (count == 2 && read_output(words[1], &input->forward_output)) ? NULL : "syntax error";
    }
    if (is(*words, "keep")) {
        input->kind = REWRITER_KEEP;
        return read_outputs(words + 1, count - 1, input);
    }
    if (is(*words, "pattern") || is(*words, "xpattern")) {
        input->kind = REWRITER_PATTERN;
        const char *wrong = count < 4 ? "syntax error" : read_pattern(words + 1, count - 3, input);
        return wrong ? wrong : read_outputs(words + count - 2, 2, input);
    }
    input->kind = REWRITER_MAPPER;
    if (count != 1 || !(mapper = router_find(router, words->text, words->size)))
        return "unknown specification";
    input->mapper = (u16)mapper->index;
    return NULL;
}

/* The mappings that came from this input go, as Click's. */
HANDLER bool rewriter_write_pattern(struct element *element, const char *value, u32 size, struct text *error)
{
    struct rewriter *rewriter = element->state;
    struct words words = {value, value + size};
    struct word word[WORDS + 1];
    struct rewriter_input input = {.kind = REWRITER_DROP};
    u32 number = element->router->handler_number, count = 0;
    while (count <= WORDS && parse_word(&words, &word[count].text, &word[count].size))
        count++;
    const char *wrong = read_specification(element->router, word, count, &input);
    if (!wrong && !rewriter_fits(element, &input))
        wrong = "no such output, or cannot be done here";
    if (wrong) {
        text_string(error, "input spec ");
        text_unsigned(error, number);
        text_string(error, ": ");
        text_string(error, wrong);
        return false;
    }
    flow_table_forget(rewriter->table, &rewriter->owner, number);
    rewriter->owner.counts[number].failures = 0;
    rewriter->patterns[number] = (struct pattern){.written = input};
    rewriter->patterns[number].input = &rewriter->patterns[number].written;
    return true;
}
