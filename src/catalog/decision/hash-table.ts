import { asStored } from './bits.ts';
import type { Target } from './graph.ts';

export interface Slot {
  /** As it lies in the packet. */
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
  const found = hashSlots(mask, first, targets);
  return found && { ...place(found.slots), otherwise: found.otherwise };
}

/** What a hash table would hold, in no order; undefined where ranges do better. */
export function hashSlots(
  mask: number,
  first: number[],
  targets: Target[],
): { slots: Slot[]; otherwise: Target } | undefined {
  if (first.length < FEWEST) return undefined;
  const step = (mask & -mask) >>> 0;
  // In steps: where each range begins, and behind the last one.
  const starts = first.map((start) => Math.ceil(start / step));
  starts.push(Math.ceil((mask + 1) / step));
  let largest = 0;
  for (let index = 1; index < first.length; index++)
    if (starts[index + 1]! - starts[index]! > starts[largest + 1]! - starts[largest]!) largest = index;
  const otherwise = targets[largest]!;
  const slots: Slot[] = [];
  for (let index = 0; index < first.length; index++) {
    const target = targets[index]!;
    if (target === otherwise) continue;
    if (starts[index + 1]! - starts[index]! > LONGEST_RUN) return undefined;
    for (let at = starts[index]!; at < starts[index + 1]!; at++) {
      const word = at * step;
      if ((word & mask) >>> 0 === word) slots.push({ word: asStored(word), target });
    }
  }
  return slots.length === 0 ? undefined : { slots, otherwise };
}

/** Of some multipliers the one with the fewest probes, in a table at least half empty. */
function place(slots: Slot[]): Omit<HashTable, 'otherwise'> {
  const bits = Math.max(3, Math.ceil(Math.log2(slots.length * 2)));
  const shift = 32 - bits;
  const taken = new Uint8Array(2 ** bits + slots.length);
  let least = Number.POSITIVE_INFINITY;
  let best = 0;
  let multiplier = 0x9e3779b1;
  for (let attempt = 0; attempt < 32 && least > slots.length; attempt++) {
    const cost = costOf(slots, multiplier, shift, taken);
    if (cost < least) {
      least = cost;
      best = multiplier;
    }
    // Any other odd number will do; these are the same at each run.
    multiplier = (Math.imul(multiplier, 0x2c9277b5) | 1) >>> 0;
  }
  return { multiplier: best, shift, slots: fill(slots, best, shift, 2 ** bits) };
}

/** The sum of all probes, from each slot up to the next empty one: what words that are absent take. */
function costOf(slots: Slot[], multiplier: number, shift: number, taken: Uint8Array): number {
  taken.fill(0);
  for (const { word } of slots) {
    let at = (Math.imul(word, multiplier) >>> 0) >>> shift;
    while (taken[at] === 1) at++;
    taken[at] = 1;
  }
  let cost = 0;
  for (let at = 0, run = 0; at < taken.length; at++) {
    run = taken[at] === 1 ? run + 1 : 0;
    cost += run;
  }
  return cost;
}

function fill(slots: Slot[], multiplier: number, shift: number, size: number): (Slot | undefined)[] {
  const table: (Slot | undefined)[] = Array(size).fill(undefined);
  for (const slot of slots) {
    let at = (Math.imul(slot.word, multiplier) >>> 0) >>> shift;
    while (table[at]) at++;
    table[at] = slot;
  }
  table.push(undefined);
  return table;
}
