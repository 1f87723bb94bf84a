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

/* Tables are chains of tests here. */
HANDLER static u32 count_steps(const struct listing *listing, const struct decision_node *node)
{
    const struct decision_slot *slots = (const struct decision_slot *)(listing->program + node->table);
    u32 steps = 0;
    if (node->kind == DECISION_TEST)
        return 1;
    if (node->kind == DECISION_RANGE)
        return node->value - 1;
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
    text_hex(out, node->mask >> odd * 8, 8);
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
    const u32 *first = (const u32 *)(listing->program + node->table);
    const u16 *targets = (const u16 *)(first + node->value);
    for (u32 i = 0; i + 1 < node->value; i++) {
        print_test(listing, node, first[i], first[i + 1] - 1, targets[i]);
        if (i + 2 < node->value)
            print_next(listing);
        else
            print_no(listing, node, targets[i], targets[i + 1]);
    }
}

HANDLER static void print_slots(struct listing *listing, const struct decision_node *node)
{
    const struct decision_slot *slots = (const struct decision_slot *)(listing->program + node->table);
    u32 left = count_steps(listing, node);
    for (u32 i = 1; left; i++) {
        if (!slots[i].target)
            continue;
        print_test(listing, node, slots[i].word, slots[i].word, slots[i].target);
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
        if (node->kind == DECISION_RANGE) {
            print_ranges(&listing, node);
        } else if (node->kind == DECISION_HASH) {
            print_slots(&listing, node);
        } else {
            print_test(&listing, node, node->value, node->value, node->yes);
            print_no(&listing, node, node->yes, node->no);
        }
    }
    text_string(out, "safe length ");
    text_unsigned(out, listing.safe);
    text_string(out, "\nalignment offset 0\n");
}
