/*
 * Decision programs: what Classifier, IPClassifier and IPFilter run for each packet.
 *
 * The host's compiler turns patterns and rules into a graph of nodes. A node looks at one 32-bit word of the
 * packet and names the next node, or says which output the packet takes. Nodes are numbered so that a target
 * is always behind its node: a run visits each node once at most. decision_check() makes sure of that and of
 * every offset once, so that decision_run() need not.
 *
 * A word that the packet is too short for has a target of its own (`missing`): whoever wrote the pattern said
 * what becomes of short packets.
 *
 * Layout: struct decision_header, struct decision_node[count], tables. All numbers in machine order, aligned. It is
 * kept small: programs are most of what a Plan with filters holds.
 */
#pragma once

#include "types.h"

/* Where words are counted from. */
enum { DECISION_FRONT, DECISION_NETWORK, DECISION_TRANSPORT, DECISION_BASES };

struct decision_input {
    const u8 *base[DECISION_BASES]; /* front: the packet's data (Classifier) or its MAC header (IP elements) */
    u32 length[DECISION_BASES];     /* bytes of the packet behind each; 0: no such header */
};

struct decision_header {
    u32 count; /* nodes */
    u32 entry; /* target: node 0, or an output */
};

/*
 * How a node goes on from `word`: 4 bytes at `offset` with `mask` applied, as they lie in memory; `number` is the
 * same in the machine's order.
 */
enum decision_kind {
    DECISION_TEST,  /* word == value ? yes : no */
    DECISION_RANGE, /* `number` by `value` ranges: u32 first[value], ascending from 0, then u16 target[value] */
    DECISION_HASH,  /* a table of struct decision_slot, probed in turn from (word * value) >> shift */
    DECISION_INDEX, /* u16 target[value], by number >> shift */
};

struct decision_node {
    u8 kind;
    u8 base;
    u8 need;  /* 1 to 4: the word is missing when the packet has fewer of its bytes */
    u8 shift; /* HASH, INDEX: see there; RANGE: log2(value), rounded down */
    u16 offset;
    u16 missing; /* target */
    u32 mask;
    u32 value;
    union {
        struct {
            u16 yes, no; /* TEST: targets */
        };
        u32 table; /* RANGE, HASH, INDEX: offset of the table in the program */
    };
};

/* Slot 0 holds in `word` how many slots follow, and the target of words that are absent. */
struct decision_slot {
    u32 word;
    u16 target; /* 0: the slot is empty. The last one always is: it ends every search. */
    u16 reserved;
};

/* A target is a node's number, or DECISION_END and the output. */
#define DECISION_END 0x8000u
#define DECISION_NONE 0x7fffu /* the output of a packet that nothing matches */

_Static_assert(sizeof(struct decision_header) == 8, "decision program layout");
_Static_assert(sizeof(struct decision_node) == 20, "decision program layout");

/* Whether decision_run() may run these bytes (8-byte aligned) for an element with so many outputs. */
bool decision_check(const u8 *program, u32 size, u32 outputs);

/*
 * How many bytes behind each base the words of all nodes take, of a program that passed the check; more than any
 * packet has where it has no nodes.
 */
void decision_reach(const u8 *program, u32 reach[DECISION_BASES]);

/* The packet's output, or DECISION_NONE. */
u32 decision_run(const u8 *program, const struct decision_input *input);

/* The same for packets as long as the program reaches, as most are: without a look at any length. */
u64 decision_run_whole(const u8 *program, const u8 *const *base);
