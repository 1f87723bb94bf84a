import { onesUpTo, valueUpTo } from './bits.ts';
import type { Base } from './expression.ts';
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
  how: TestHow | SwitchHow;
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

/** The word that a node looks at. */
export type Word = Pick<GraphNode, 'base' | 'offset' | 'need' | 'mask'>;

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
    const how: TestHow =
      yes === no ? { kind: 'test', mask: 0, value: 0, yes, no } : { kind: 'test', mask, value, yes, no };
    return this.#node(word, how, missing);
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
    return this.#node(word, { kind: 'switch', first: starts, targets: ends }, missing);
  }

  #node(word: Word, how: GraphNode['how'], missing: Target | undefined): GraphNode {
    const { base, offset, need, mask } = word;
    const what =
      how.kind === 'test'
        ? `${how.mask} ${how.value} ${name(how.yes)} ${name(how.no)}`
        : `${how.first.join()} ${how.targets.map(name).join()}`;
    const key = `${base} ${offset} ${need} ${mask} ${name(missing)} ${what}`;
    const known = this.#known.get(key);
    if (known) return known;
    this.#size += how.kind === 'test' ? 1 : how.first.length;
    if (this.#size > this.#limit) throw new TooLarge();
    const node = { id: this.#known.size, base, offset, need, mask, missing, how };
    this.#known.set(key, node);
    return node;
  }
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
