#include "decision.h"

#include "bytes.h"

/* In the run over all nodes nothing is called: that keeps all it needs in registers that nobody saves. */
#define INLINE static inline __attribute__((always_inline))

static const struct decision_node *nodes_of(const u8 *program)
{
    return (const struct decision_node *)(program + sizeof(struct decision_header));
}

/* `count` targets, each an output that exists or a node behind number `from`. */
static bool targets_check(const u16 *targets, u32 count, u32 from, u32 nodes, u32 outputs)
{
    for (u32 i = 0; i < count; i++) {
        u32 target = targets[i];
        u32 output = target & ~DECISION_END;
        bool ends = target & DECISION_END;
        if (ends ? output >= outputs && output != DECISION_NONE : target >= nodes || target <= from)
            return false;
    }
    return true;
}

/* Whether a table of `count` entries lies inside of the program, behind its nodes. */
static bool table_check(u32 table, u64 count, u32 entry, u32 nodes_end, u32 size)
{
    return table % 4 == 0 && table >= nodes_end && table <= size && count * entry <= size - table;
}

static bool ranges_check(const u32 *first, u32 count)
{
    if (first[0] != 0)
        return false;
    for (u32 i = 1; i < count; i++)
        if (first[i] <= first[i - 1])
            return false;
    return true;
}

/* Every slot that a word can lead to, and those behind it up to the empty one at the end. */
static bool slots_check(const struct decision_slot *slots, u32 count, u32 from, u32 nodes, u32 outputs)
{
    for (u32 i = 0; i < count; i++)
        if (slots[i].target && !targets_check(&slots[i].target, 1, from, nodes, outputs))
            return false;
    return !slots[count - 1].target;
}

static bool hash_check(const struct decision_node *node, const u8 *program, u32 number, u32 nodes, u32 outputs, u32 size)
{
    const struct decision_slot *head = (const struct decision_slot *)(program + node->table);
    return head->word > ~0u >> node->shift && table_check(node->table, (u64)head->word + 1, sizeof *head, 0, size) &&
           targets_check(&head->target, 1, number, nodes, outputs) &&
           slots_check(head + 1, head->word, number, nodes, outputs);
}

static bool node_check(const u8 *program, u32 size, u32 number, u32 nodes, u32 outputs)
{
    const struct decision_node *node = &nodes_of(program)[number];
    u32 nodes_end = (u32)(sizeof(struct decision_header) + nodes * sizeof *node);
    const u8 *table = program + node->table;
    if (node->base >= DECISION_BASES || node->need < 1 || node->need > 4 || node->shift > 31)
        return false;
    if (!targets_check(&node->missing, 1, number, nodes, outputs))
        return false;
    switch (node->kind) {
    case DECISION_TEST:
        return targets_check(&node->yes, 1, number, nodes, outputs) && targets_check(&node->no, 1, number, nodes, outputs);
    case DECISION_RANGE:
        return node->value >> node->shift == 1 && table_check(node->table, node->value, 6, nodes_end, size) &&
               ranges_check((const u32 *)table, node->value) &&
               targets_check((const u16 *)((const u32 *)table + node->value), node->value, number, nodes, outputs);
    case DECISION_HASH:
        return table_check(node->table, 1, sizeof(struct decision_slot), nodes_end, size) &&
               hash_check(node, program, number, nodes, outputs, size);
    case DECISION_INDEX:
        return __builtin_bswap32(node->mask) >> node->shift < node->value &&
               table_check(node->table, node->value, 2, nodes_end, size) &&
               targets_check((const u16 *)table, node->value, number, nodes, outputs);
    }
    return false;
}

bool decision_check(const u8 *program, u32 size, u32 outputs)
{
    const struct decision_header *header = (const struct decision_header *)program;
    if (size < sizeof *header || (u64)header->count * sizeof(struct decision_node) > size - sizeof *header)
        return false;
    u16 entry = (u16)header->entry;
    if (entry & DECISION_END)
        return header->entry == entry && targets_check(&entry, 1, 0, 0, outputs);
    for (u32 number = 0; number < header->count; number++)
        if (!node_check(program, size, number, header->count, outputs))
            return false;
    return header->entry == 0 && header->count > 0;
}

void decision_reach(const u8 *program, u32 reach[DECISION_BASES])
{
    const struct decision_header *header = (const struct decision_header *)program;
    for (u32 base = 0; base < DECISION_BASES; base++)
        reach[base] = header->entry ? ~0u : 0;
    if (header->entry)
        return;
    for (u32 number = 0; number < header->count; number++) {
        const struct decision_node *node = &nodes_of(program)[number];
        if (node->offset + 4u > reach[node->base])
            reach[node->base] = node->offset + 4u;
    }
}

/* A word of which the packet has the first `have` bytes, 1 to 3. */
static u32 load_part(const u8 *from, u32 have)
{
    u32 word = from[0];
    if (have > 1)
        word |= (u32)from[1] << 8;
    if (have > 2)
        word |= (u32)from[2] << 16;
    return word;
}

/* The upper half from `at` on if the word is in it. A branch would be mispredicted half of the time. */
static inline const u32 *half_of(const u32 *at, u64 half, u32 word)
{
    return __builtin_unpredictable(at[half] <= word) ? at + half : at;
}

/* The range of a word by halves. */
INLINE i64 range_find(const u32 *first, const struct decision_node *node, u32 word)
{
    u64 half = 1ull << node->shift;
    const u32 *at = half_of(first, node->value - half, word);
#pragma clang loop unroll(disable)
    while ((half >>= 1))
        at = half_of(at, half, word);
    return ((const i16 *)(first + node->value))[at - first];
}

INLINE i64 hash_find(const struct decision_slot *head, u32 first, u32 word)
{
    for (const struct decision_slot *slot = head + 1 + first; slot->target; slot++)
        if (slot->word == word)
            return (i16)slot->target;
    return (i16)head->target;
}

/* A target with its sign: an output is below 0. TEST is asked for apart, or it would share the others' work. */
INLINE i64 node_target(const u8 *program, const struct decision_node *node, u32 word)
{
    if (node->kind == DECISION_TEST)
        return (i16)(word == node->value ? node->yes : node->no);
    const void *table = program + node->table;
    __asm__("" : "+r"(table)); /* one register: else parts of the sum are carried through the loop over all nodes */
    if (node->kind == DECISION_HASH)
        return hash_find(table, (word * node->value) >> node->shift, word);
    u32 number = __builtin_bswap32(word);
    if (node->kind == DECISION_INDEX)
        return ((const i16 *)table)[number >> node->shift];
    return range_find(table, node, number);
}

u64 decision_run_whole(const u8 *program, const u8 *const *base)
{
    const struct decision_node *nodes = nodes_of(program);
    i64 target = 0;
    do {
        const struct decision_node *node = &nodes[target];
        u32 word = load32(base[node->base] + node->offset) & node->mask;
        target = node_target(program, node, word);
    } while (target >= 0);
    return target & 0x7fff;
}

u32 decision_run(const u8 *program, const struct decision_input *input)
{
    const struct decision_node *nodes = nodes_of(program);
    u32 target = ((const struct decision_header *)program)->entry;
    while (!(target & DECISION_END)) {
        const struct decision_node *node = &nodes[target];
        const u8 *base = input->base[node->base]; /* NULL has no bytes: nothing may be added to it */
        u32 length = input->length[node->base];
        u32 word;
        if (node->offset + 4u <= length) {
            word = load32(base + node->offset);
        } else if (node->offset + node->need <= length) {
            word = load_part(base + node->offset, length - node->offset);
        } else {
            target = node->missing;
            continue;
        }
        word &= node->mask;
        target = (u16)node_target(program, node, word);
    }
    return target & ~DECISION_END;
}
