import type { Target } from './graph.ts';
import { LIMIT } from './value-set.ts';

export interface Slot {
  word: number;
  target: Target;
}

/**
 * A table that is probed from slot `(word * multiplier) >>> shift` on, up to the word or an empty slot, which the
 * last one always is.
 */
export interface HashTable {
  multiplier: number;
  shift: number;
  slots: (Slot | undefined)[];
  /** For words that are not in the table. */
  otherwise: Target;
}

/** Fewer ranges than this are found as fast one after the other. */
const FEWEST = 6;

/** Longer runs of values with one target take more room as single values than as a range. */
const LONGEST_RUN = 4;

/** A hash table for the values of `mask` by the ranges that begin at `first`; undefined where ranges do better. */
export function hashTable(mask: number, first: number[], targets: Target[]): HashTable | undefined {
  if (first.length < FEWEST) return undefined;
  const step = (mask & -mask) >>> 0;
  const counts = first.map((start, index) => {
    const behind = Math.min(first[index + 1] ?? LIMIT, mask + 1);
    return (Math.ceil(behind / step) * step - Math.ceil(start / step) * step) / step;
  });
  const otherwise = targets[counts.indexOf(Math.max(...counts))]!;
  const slots: Slot[] = [];
  for (const [index, target] of targets.entries()) {
    if (target === otherwise) continue;
    if (counts[index]! > LONGEST_RUN) return undefined;
    const start = Math.ceil(first[index]! / step) * step;
    for (let run = 0; run < counts[index]!; run++) {
      const word = start + run * step;
      if ((word & mask) >>> 0 === word) slots.push({ word, target });
    }
  }
  return slots.length === 0 ? undefined : { ...place(slots), otherwise };
}

/** Of some multipliers the one with the fewest probes, in a table at least half empty. */
function place(slots: Slot[]): Omit<HashTable, 'otherwise'> {
  const bits = Math.max(3, Math.ceil(Math.log2(slots.length * 2)));
  let best: { cost: number; multiplier: number; slots: (Slot | undefined)[] } | undefined;
  let multiplier = 0x9e3779b1;
  for (let attempt = 0; attempt < 32; attempt++) {
    const tried = fill(slots, bits, multiplier);
    if (best === undefined || tried.cost < best.cost) best = { ...tried, multiplier };
    // Any other odd number will do; these are the same at each run.
    multiplier = (Math.imul(multiplier, 0x2c9277b5) | 1) >>> 0;
  }
  return { multiplier: best!.multiplier, shift: 32 - bits, slots: best!.slots };
}

/** The cost is the sum of all probes, from each slot up to the next empty one: what words that are absent take. */
function fill(slots: Slot[], bits: number, multiplier: number) {
  const table: (Slot | undefined)[] = Array(2 ** bits).fill(undefined);
  for (const slot of slots) {
    let at = (Math.imul(slot.word, multiplier) >>> 0) >>> (32 - bits);
    while (table[at]) at++;
    table[at] = slot;
  }
  table.push(undefined);
  let cost = 0;
  for (let at = 0, run = 0; at < table.length; at++) {
    run = table[at] ? run + 1 : 0;
    cost += run;
  }
  return { cost, slots: table };
}
