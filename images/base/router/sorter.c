/* A decision program as Click prints one: a line a test, offsets counted from 256 and 512 behind the front's. */
#include "sorter.h"

/* Where the lines of a program go. */
struct listing {
    const u8 *program;
    struct text *out;
    u32 step;
    u32 safe; /* bytes that all tests together look at */
};

static const struct decision_node *node_at(const struct listing *listing, u32 number)
{
    return (const struct decision_node *)(listing->program + sizeof(struct decision_header)) + number;
}

/* Entry `index` of a table by ranges or by index: where it leads to, and the first number that does. */
HANDLER static u32 target_at(const struct listing *listing, const struct decision_node *node, u32 index)
{
    const u16 *targets = (const u16 *)(listing->program + node->table);
    return targets[node->kind == DECISION_RANGE ? node->value * 2 + index : index];
}

HANDLER static u32 first_at(const struct listing *listing, const struct decision_node *node, u32 index)
{
    const u32 *first = (const u32 *)(listing->program + node->table);
    return node->kind == DECISION_RANGE ? first[index] : (u32)((u64)index << node->shift);
}

/* The entry behind those that lead where `index` does. */
HANDLER static u32 run_end(const struct listing *listing, const struct decision_node *node, u32 index)
{
    u32 target = target_at(listing, node, index);
    while (index < node->value && target_at(listing, node, index) == target)
        index++;
    return index;
}

/* Tables are chains of tests here. */
HANDLER static u32 count_steps(const struct listing *listing, const struct decision_node *node)
{
    const struct decision_slot *slots = (const struct decision_slot *)(listing->program + node->table);
    u32 steps = 0;
    if (node->kind == DECISION_TEST)
        return 1;
    if (node->kind != DECISION_HASH) {
        for (u32 i = run_end(listing, node, 0); i < node->value; i = run_end(listing, node, i))
            steps++;
        return steps;
    }
    for (u32 i = 1; i <= slots->word; i++)
        steps += slots[i].target != 0;
    return steps;
}

HANDLER static void print_output(struct text *out, u32 output)
{
    text_char(out, '[');
    if (output == DECISION_NONE)
        text_char(out, 'X');
    else
        text_unsigned(out, output);
    text_char(out, ']');
}

HANDLER static void print_target(const struct listing *listing, u32 target)
{
    u32 step = 0;
    if (target & DECISION_END) {
        print_output(listing->out, target & ~DECISION_END);
        return;
    }
    for (u32 i = 0; i < target; i++)
        step += count_steps(listing, node_at(listing, i));
    text_string(listing->out, "step ");
    text_unsigned(listing->out, step);
}

/* Words begin at multiples of four where the bytes that count lie in such a one. `last`: of a range; else `value`. */
HANDLER static void print_test(struct listing *listing, const struct decision_node *node, u32 value, u32 last, u32 yes)
{
    struct text *out = listing->out;
    u32 odd = node->offset % 4, end = node->base * 256u + node->offset + node->need;
    odd = odd + node->need > 4 ? 0 : odd;
    listing->safe = end > listing->safe ? end : listing->safe;
    text_padded(out, listing->step++, 2);
    text_char(out, ' ');
    text_padded(out, node->base * 256u + node->offset - odd, 3);
    text_char(out, '/');
    text_hex(out, value >> odd * 8, 8);
    if (last != value) {
        text_char(out, '-');
        text_hex(out, last >> odd * 8, 8);
    }
    text_char(out, '%');
    text_hex(out, __builtin_bswap32(node->mask) >> odd * 8, 8);
    text_string(out, "  yes->");
    print_target(listing, yes);
    text_string(out, "  no->");
}

/* The end of a line whose test goes on at `no`. */
HANDLER static void print_no(const struct listing *listing, const struct decision_node *node, u32 yes, u32 no)
{
    print_target(listing, no);
    if (node->missing != no) {
        text_string(listing->out, "  short->");
        if (node->missing == yes)
            text_string(listing->out, "yes");
        else
            print_target(listing, node->missing);
    }
    text_char(listing->out, '\n');
}

HANDLER static void print_next(const struct listing *listing)
{
    text_string(listing->out, "step ");
    text_unsigned(listing->out, listing->step);
    text_char(listing->out, '\n');
}

HANDLER static void print_ranges(struct listing *listing, const struct decision_node *node)
{
    for (u32 i = 0, end; (end = run_end(listing, node, i)) < node->value; i = end) {
        u32 last = first_at(listing, node, end) - 1, target = target_at(listing, node, i);
        last &= node->kind == DECISION_INDEX ? __builtin_bswap32(node->mask) : ~0u;
        print_test(listing, node, first_at(listing, node, i), last, target);
        if (run_end(listing, node, end) < node->value)
            print_next(listing);
        else
            print_no(listing, node, target, target_at(listing, node, end));
    }
}

HANDLER static void print_slots(struct listing *listing, const struct decision_node *node)
{
    const struct decision_slot *slots = (const struct decision_slot *)(listing->program + node->table);
    u32 left = count_steps(listing, node);
    for (u32 i = 1; left; i++) {
        if (!slots[i].target)
            continue;
        u32 word = __builtin_bswap32(slots[i].word);
        print_test(listing, node, word, word, slots[i].target);
        if (--left)
            print_next(listing);
        else
            print_no(listing, node, slots[i].target, slots->target);
    }
}

HANDLER void sorter_read_program(struct element *element, struct text *out)
{
    const struct sorter *sorter = element->state;
    const struct decision_header *header = (const struct decision_header *)sorter->program;
    struct listing listing = {.program = sorter->program, .out = out};
    bool all = header->entry & DECISION_END;
    if (all) {
        text_string(out, "all->");
        print_output(out, header->entry & ~DECISION_END);
        text_char(out, '\n');
    }
    for (u32 i = 0; !all && i < header->count && !out->truncated; i++) {
        const struct decision_node *node = node_at(&listing, i);
        u32 word = __builtin_bswap32(node->value);
        if (node->kind == DECISION_TEST) {
            print_test(&listing, node, word, word, node->yes);
            print_no(&listing, node, node->yes, node->no);
        } else if (node->kind == DECISION_HASH) {
            print_slots(&listing, node);
        } else {
            print_ranges(&listing, node);
        }
    }
    text_string(out, "safe length ");
    text_unsigned(out, listing.safe);
    text_string(out, "\nalignment offset 0\n");
}
