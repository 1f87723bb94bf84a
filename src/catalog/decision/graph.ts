import { onesUpTo, valueUpTo } from './bits.ts';
import type { Base } from './expression.ts';
import { fuse } from './fuse.ts';
import { hashSlots } from './hash-table.ts';
import { inParts } from './index-table.ts';
import { LIMIT } from './value-set.ts';

/** An output's number, NONE, or the node that goes on. */
export type Target = number | GraphNode;

/**
 * Looks at the bits `mask` of a word. `missing` is for packets that have fewer than `need` bytes of it; undefined
 * where an earlier node has seen to it that they are there.
 */
export interface GraphNode {
  id: number;
  base: Base;
  offset: number;
  need: number;
  mask: number;
  missing: Target | undefined;
  how: TestHow | SwitchHow | IndexHow;
}

export interface TestHow {
  kind: 'test';
  mask: number;
  value: number;
  yes: Target;
  no: Target;
}

/** A test without its kind. */
type Ways = Omit<TestHow, 'kind'>;

/** `targets[i]` is for values from `first[i]` to below `first[i + 1]`; `first[0]` is 0. */
export interface SwitchHow {
  kind: 'switch';
  first: number[];
  targets: Target[];
}

/** `targets[i]` is for values whose upper bits, from bit `shift` on, are `i`. */
export interface IndexHow {
  kind: 'index';
  shift: number;
  targets: Target[];
}

/** The word that a node looks at. */
export type Word = Pick<GraphNode, 'base' | 'offset' | 'need' | 'mask'>;

/** A chain of tests behind another is copied for each that comes before it: short ones only. */
const MOST_FUSED = 2;

/** A graph that has grown beyond what it may have. */
export class TooLarge extends Error {}

/** Makes nodes; equal ones are the same object. */
export class Graph {
  readonly #known = new Map<string, GraphNode>();
  readonly #limit: number;
  #size = 0;

  /** `limit`: of nodes and entries of their tables. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  test(
    word: Word,
    mask: number,
    value: number,
    yes: Target,
    no: Target,
    missing: Target | undefined,
  ): Target {
    if (yes === no && (missing === undefined || missing === yes)) return yes;
    if (yes === no) return this.#node(word, { kind: 'test', mask: 0, value: 0, yes, no }, missing);
    return this.#tests(word, { kind: 'test', mask, value, yes, no }, missing, MOST_FUSED);
  }

  /** With the test behind it where one can do for both, and up to `most` of those behind that. */
  #tests(word: Word, how: TestHow, missing: Target | undefined, most: number): Target {
    const both = most > 0 ? fuse(word, how) : undefined;
    if (both === undefined) return this.#node(word, how, missing);
    const { next, nextMissing } = both;
    // Where not both hold, the first may: then the second does not.
    const no =
      next.no === how.no ? next.no : this.#tests(word, { ...how, yes: next.no }, undefined, most - 1);
    const test: TestHow = { kind: 'test', mask: both.mask, value: both.value, yes: next.yes, no };
    if (nextMissing === undefined || endOf(both.word) === endOf(word))
      return this.#node(both.word, test, missing);
    const same = nextMissing === how.no && (missing === undefined || missing === nextMissing);
    return this.#node(both.word, test, same ? nextMissing : this.#node(word, how, missing));
  }

  /** `targets` by the ranges that begin at `first`. */
  switch(word: Word, first: number[], targets: Target[], missing: Target | undefined): Target {
    const starts: number[] = [];
    const ends: Target[] = [];
    for (let index = 0; index < first.length; index++) {
      if (index > 0 && targets[index] === targets[index - 1]) continue;
      starts.push(first[index]!);
      ends.push(targets[index]!);
    }
    const single = asTest(word.mask, starts, ends);
    if (single) return this.test(word, single.mask, single.value, single.yes, single.no, missing);
    const two = asTwoTests(word.mask, starts, ends);
    if (two) {
      const { one, other } = two;
      const no = this.test(word, other.mask, other.value, other.yes, other.no, undefined);
      return this.test(word, one.mask, one.value, one.yes, no, missing);
    }
    const parts = hashSlots(word.mask, starts, ends) ? undefined : inParts(word.mask, starts);
    if (parts === undefined)
      return this.#node(word, { kind: 'switch', first: starts, targets: ends }, missing);
    const index = parts.parts.map(({ from, to }) =>
      this.switch(word, [0, ...starts.slice(from + 1, to)], ends.slice(from, to), undefined),
    );
    return this.#node(word, { kind: 'index', shift: parts.shift, targets: index }, missing);
  }

  #node(word: Word, how: GraphNode['how'], missing: Target | undefined): GraphNode {
    const { base, offset, need, mask } = word;
    const key = `${base} ${offset} ${need} ${mask} ${name(missing)} ${describe(how)}`;
    const known = this.#known.get(key);
    if (known) return known;
    this.#size += how.kind === 'test' ? 1 : how.targets.length;
    if (this.#size > this.#limit) throw new TooLarge();
    const node = { id: this.#known.size, base, offset, need, mask, missing, how };
    this.#known.set(key, node);
    return node;
  }
}

function endOf({ offset, need }: Word): number {
  return offset + need;
}

function describe(how: GraphNode['how']): string {
  if (how.kind === 'test') return `${how.mask} ${how.value} ${name(how.yes)} ${name(how.no)}`;
  return `${how.kind === 'switch' ? how.first.join() : how.shift} ${how.targets.map(name).join()}`;
}

function name(target: Target | undefined): string {
  return typeof target === 'object' ? `#${target.id}` : `${target}`;
}

/** One range of values against all others, where a mask can tell the range. */
function asTest(mask: number, first: number[], targets: Target[]): Ways | undefined {
  const { length } = first;
  if (length > 3) return undefined;
  const before = targets[0]!;
  if (length === 1) return { mask: 0, value: 0, yes: before, no: before };
  if (length === 3 && before !== targets[2]) return undefined;
  const inside = targets[1]!;
  const block = asBlock(mask, first[1]!, (length === 2 ? LIMIT : first[2]!) - 1, inside, before);
  return block ?? (length === 2 ? asBlock(mask, 0, first[1]! - 1, before, inside) : undefined);
}

/** Two single ranges against all others: two tests are as fast as a search, or faster. */
function asTwoTests(
  mask: number,
  first: number[],
  targets: Target[],
): { one: Ways; other: Ways } | undefined {
  if (first.length !== 5) return undefined;
  const before = targets[0]!;
  if (before !== targets[2] || before !== targets[4]) return undefined;
  const one = asBlock(mask, first[1]!, first[2]! - 1, targets[1]!, before);
  const other = one && asBlock(mask, first[3]!, first[4]! - 1, targets[3]!, before);
  return other && { one, other };
}

/** The test by which the upper part of `mask` tells the field's values from `first` to `last` from all others. */
function asBlock(mask: number, first: number, last: number, yes: Target, no: Target): Ways | undefined {
  const low = valueFrom(mask, first);
  const high = valueUpTo(mask, last);
  const differing = onesUpTo(low ^ high);
  const upper = (mask & ~differing) >>> 0;
  const open = (mask & differing) >>> 0;
  const whole = (low & open) === 0 && (high & open) >>> 0 === open;
  return whole ? { mask: upper, value: (low & upper) >>> 0, yes, no } : undefined;
}

/** The least number at or above `from` that has bits of `mask` only; the range is never empty. */
function valueFrom(mask: number, from: number): number {
  if (from === 0) return 0;
  // With ones in the holes of the mask a carry crosses them.
  const below = (valueUpTo(mask, from - 1) | ~mask) >>> 0;
  return ((below + 1) & mask) >>> 0;
}
