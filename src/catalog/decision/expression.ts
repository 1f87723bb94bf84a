/** Where the words of a packet are counted from; the twin of the enum in `images/base/router/decision.h`. */
export const BASE = { front: 0, network: 1, transport: 2 } as const;

export type Base = (typeof BASE)[keyof typeof BASE];

/**
 * Whether the 32-bit word at `offset`, big endian, is `value` where `mask` has bits (or is not, when `negated`).
 * A packet too short for the last byte that `mask` looks at fails the test either way.
 */
export interface Test {
  op: 'test';
  base: Base;
  offset: number;
  mask: number;
  value: number;
  negated: boolean;
}

/** A condition on packets. */
export type Expression =
  | boolean
  | Test
  | { op: 'and'; of: Expression[] }
  | { op: 'or'; of: Expression[] }
  | { op: 'not'; of: Expression }
  | { op: 'if'; test: Expression; yes: Expression; no: Expression };

/** The packets that `condition` holds for, and no rule before it, leave through `output`; NONE: are dropped. */
export interface Rule {
  condition: Expression;
  output: number;
}

export const NONE = -1;

/** A test; one that looks at nothing is a truth. */
export function test(base: Base, offset: number, mask: number, value: number, negated = false): Expression {
  if (mask === 0) return !negated;
  return { op: 'test', base, offset, mask: mask >>> 0, value: (value & mask) >>> 0, negated };
}

/** Bytes of the word, from its first to the last that `mask` looks at. */
export function neededBytes(mask: number): number {
  if (mask & 0xff) return 4;
  if (mask & 0xff00) return 3;
  return mask & 0xff0000 ? 2 : 1;
}

export function and(of: Expression[]): Expression {
  return of.length === 1 ? of[0]! : { op: 'and', of };
}

export function or(of: Expression[]): Expression {
  return of.length === 1 ? of[0]! : { op: 'or', of };
}

/** All tests in an expression, in the order in which they are written. */
export function testsOf(expression: Expression): Test[] {
  if (typeof expression === 'boolean') return [];
  if (expression.op === 'test') return [expression];
  if (expression.op === 'not') return testsOf(expression.of);
  const parts = expression.op === 'if' ? [expression.test, expression.yes, expression.no] : expression.of;
  return parts.flatMap(testsOf);
}
