import { valueUpTo } from './bits.ts';
import { and, type Base, type Expression, or, test } from './expression.ts';

export type Relation = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** A relation that no value, or every value, has. */
export interface Constant {
  always: boolean;
}

/** What is compared: `mask` bits of a number of `bits` bits against `value`. */
export interface Comparison {
  relation: Relation;
  value: number;
  mask: number;
}

/** Where the number stands: its lowest bit is bit `shift` of the word. */
export interface Place {
  base: Base;
  offset: number;
  shift: number;
}

/**
 * The comparison as tests of single words. A packet that has not all bytes that decide fails it, whichever way the
 * relation goes.
 */
export function compare({ relation, value, mask }: Comparison, place: Place): Expression {
  if (relation === '=' || relation === '!=') return at(place, mask, value, relation === '!=');
  if (relation === '>') return greater(value, mask, place);
  if (relation === '<=') return fails(greater(value, mask, place));
  return relation === '>=' ? greater(value - 1, mask, place) : fails(greater(value - 1, mask, place));
}

/** The opposite for packets that are long enough; short packets fail both. */
export function fails(expression: Expression): Expression {
  if (typeof expression === 'boolean') return !expression;
  if (expression.op === 'test') return { ...expression, negated: !expression.negated };
  if (expression.op === 'and') return { op: 'or', of: expression.of.map(fails) };
  if (expression.op === 'or') return { op: 'and', of: expression.of.map(fails) };
  throw new Error('comparisons are made of and, or, and tests');
}

/** Whether the relation holds for all numbers with bits of `mask` only, or for none; undefined: it depends. */
export function constant({ relation, value, mask }: Comparison): Constant | undefined {
  const greaterThan = relation === '>' || relation === '<=';
  if (relation === '=' || relation === '!=') return undefined;
  // `> value` for '>' and '<=', `< value` for '<' and '>='.
  const never = greaterThan ? value >= mask : value === 0;
  const always = !greaterThan && value > mask;
  if (!never && !always) return undefined;
  const negated = relation === '<=' || relation === '>=';
  return { always: always !== negated };
}

function greater(value: number, mask: number, place: Place): Expression {
  return greaterIn(valueUpTo(mask, value), mask, 0, 0, place) ?? false;
}

/**
 * Bits from the top: where `value` begins with zeros, a number with a one among them is greater; where the number
 * after it begins with ones, a number with a zero among them is not. What is above `mask` is known to be `before`
 * in the bits `above` wherever it matters; each test looks at these as well, so that it asks for a range of numbers.
 * Undefined: `value` is the greatest number.
 */
function greaterIn(
  value: number,
  mask: number,
  before: number,
  above: number,
  place: Place,
): Expression | undefined {
  if (value >= mask) return undefined;
  const ones = value > mask >>> 1;
  const below = highestBit(ones ? (~(value + 1) & mask) >>> 0 : value) * 2;
  const lower = below === 0 ? 0 : (mask & (below - 1)) >>> 0;
  const upper = (mask & ~lower) >>> 0;
  const known = (above | upper) >>> 0;
  const start = ones ? (before | upper) >>> 0 : before;
  const first = at(place, known, start, !ones);
  const rest = greaterIn((value & lower) >>> 0, lower, start, known, place);
  if (rest === undefined) return first;
  return ones ? and([first, rest]) : or([first, rest]);
}

function highestBit(value: number): number {
  return value === 0 ? 0 : 0x80000000 >>> Math.clz32(value);
}

function at({ base, offset, shift }: Place, mask: number, value: number, negated: boolean): Expression {
  return test(base, offset, mask << shift, value << shift, negated);
}
