import type { Expression, Test } from './expression.ts';
import { endOf, type Field, type Fields, rangeOf } from './field.ts';
import { below, complement, intersection, rangeSet, union, type ValueSet } from './value-set.ts';

/**
 * A condition without negations, in which equal parts are the same object. A literal is about one field; `short`
 * is its truth for packets that have fewer than `end` bytes behind the field's base.
 */
export type Formula = Constant | Literal | Junction;

interface Common {
  id: number;
  /** The lowest rank of a field in it; Infinity where there is none. */
  rank: number;
  /** By base: the least `end` of a literal in it. */
  ends: Ends;
}

/** A number of bytes for each base. */
export type Ends = readonly [number, number, number];

export const NO_ENDS: Ends = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];

export function leastEnds(a: Ends, b: Ends): Ends {
  // Mostly one of them says it all, and rules by the thousand then share it.
  if (b[0] >= a[0] && b[1] >= a[1] && b[2] >= a[2]) return a;
  if (a[0] >= b[0] && a[1] >= b[1] && a[2] >= b[2]) return b;
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.min(a[2], b[2])];
}

export function atBase(ends: Ends, base: number, end: number): Ends {
  return [base === 0 ? end : ends[0], base === 1 ? end : ends[1], base === 2 ? end : ends[2]];
}

interface Constant extends Common {
  kind: 'constant';
  truth: boolean;
}

/** The field's value is in a set, or (fields without ranges) some of its bits have a value. */
export type Literal = SetLiteral | BitsLiteral;

interface SetLiteral extends Common {
  kind: 'set';
  field: Field;
  end: number;
  short: boolean;
  set: ValueSet;
}

interface BitsLiteral extends Common {
  kind: 'bits';
  field: Field;
  end: number;
  short: boolean;
  mask: number;
  value: number;
  negated: boolean;
}

interface Junction extends Common {
  kind: 'and' | 'or';
  of: Formula[];
}

/** What becomes of literals: a truth, another literal, or the same where it stays open. */
export interface Decision {
  /** Where it is about one field: that field's rank, which nothing in the formula is below. */
  rank: number | undefined;
  of: (literal: Literal) => boolean | Literal;
}

/** Makes formulas. */
export class Formulas {
  readonly #fields: Fields;
  readonly #known = new Map<string, Formula>();
  readonly true = this.#constant(true);
  readonly false = this.#constant(false);

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  /** The formula of an expression, or of its opposite. */
  of(expression: Expression, opposite = false): Formula {
    if (typeof expression === 'boolean') return expression === opposite ? this.false : this.true;
    if (expression.op === 'test') return this.#test(expression, opposite);
    if (expression.op === 'not') return this.of(expression.of, !opposite);
    if (expression.op !== 'if') {
      const parts = expression.of.map((part) => this.of(part, opposite));
      return (expression.op === 'and') === opposite ? this.or(parts) : this.and(parts);
    }
    const yes = this.and([this.of(expression.test), this.of(expression.yes, opposite)]);
    return this.or([yes, this.and([this.of(expression.test, true), this.of(expression.no, opposite)])]);
  }

  and(parts: Formula[]): Formula {
    return this.#join('and', parts, this.true, this.false);
  }

  or(parts: Formula[]): Formula {
    return this.#join('or', parts, this.false, this.true);
  }

  /** The formula with the literals decided that `decision` is about; `done` remembers what became of junctions. */
  decide(formula: Formula, decision: Decision, done: Map<number, Formula>): Formula {
    if (formula.kind === 'constant' || (decision.rank !== undefined && formula.rank !== decision.rank))
      return formula;
    if (formula.kind === 'set' || formula.kind === 'bits') {
      const decided = decision.of(formula);
      return typeof decided === 'boolean' ? (decided ? this.true : this.false) : decided;
    }
    const before = done.get(formula.id);
    if (before) return before;
    const result = this.#decideParts(formula, decision, done);
    done.set(formula.id, result);
    return result;
  }

  #decideParts(formula: Junction, decision: Decision, done: Map<number, Formula>): Formula {
    const { kind, of } = formula;
    const neutral = kind === 'and' ? this.true : this.false;
    const absorbing = kind === 'and' ? this.false : this.true;
    const { rank } = decision;
    const kept: Formula[] = [];
    let isNew = false;
    // By index: V8 only interprets this in most runs, and there an iterator costs more than what is done with a part.
    for (let index = 0; index < of.length; index++) {
      const part = of[index]!;
      const decided = rank === undefined || part.rank === rank ? this.decide(part, decision, done) : part;
      if (decided === absorbing) return absorbing;
      if (decided === neutral) continue;
      if (decided !== part) isNew = true;
      kept.push(decided);
    }
    if (kept.length <= 1) return kept[0] ?? neutral;
    if (isNew) return this.#join(kind, kept, neutral, absorbing);
    // What is left of the parts is flat and in order as they were.
    return kept.length === of.length ? formula : this.#junction(kind, kept, neutral);
  }

  /** A bits literal of which `mask` is known to have `value` already; a truth where nothing is left open. */
  narrow(literal: BitsLiteral, mask: number, value: number): boolean | Literal {
    const both = mask & literal.mask;
    if ((literal.value & both) !== (value & both)) return literal.negated;
    const rest = (literal.mask & ~mask) >>> 0;
    if (rest === 0) return !literal.negated;
    return this.#bits(literal.field, literal.end, literal.short, rest, literal.value & rest, literal.negated);
  }

  #test(test: Test, opposite: boolean): Formula {
    const field = this.#fields.of(test);
    const end = endOf(test);
    if (!field.ranges)
      return this.#bits(field, end, opposite, test.mask, test.value, test.negated !== opposite);
    const inside = rangeSet(...rangeOf(test, field));
    return this.#set(field, end, opposite, test.negated !== opposite ? complement(inside) : inside);
  }

  #set(field: Field, end: number, short: boolean, set: ValueSet): Formula {
    const inField = below(set, field.mask + 1);
    if (inField.length === 0 && !short) return this.false;
    if (short && isAll(inField, field)) return this.true;
    const key = `set ${field.rank} ${end} ${short} ${inField.join()}`;
    return this.#intern(key, (id) => {
      const ends = atBase(NO_ENDS, field.base, end);
      return { id, rank: field.rank, ends, kind: 'set', field, end, short, set: inField };
    });
  }

  #bits(
    field: Field,
    end: number,
    short: boolean,
    mask: number,
    value: number,
    negated: boolean,
  ): BitsLiteral {
    const key = `bits ${field.rank} ${end} ${short} ${mask} ${value >>> 0} ${negated}`;
    return this.#intern(key, (id) => {
      const ends = atBase(NO_ENDS, field.base, end);
      return {
        id,
        rank: field.rank,
        ends,
        kind: 'bits',
        field,
        end,
        short,
        mask,
        value: value >>> 0,
        negated,
      };
    }) as BitsLiteral;
  }

  /** Flat, without what makes no difference, and with one set for each field and length. */
  #join(kind: 'and' | 'or', parts: Formula[], neutral: Formula, absorbing: Formula): Formula {
    const found: Formula[] = [];
    const sets: SetLiteral[] = [];
    const all = flat(kind, parts);
    for (let index = 0; index < all.length; index++) {
      const part = all[index]!;
      if (part === absorbing) return absorbing;
      if (part.kind === 'set') sets.push(part);
      else if (part !== neutral) found.push(part);
    }
    if (sets.length === 1) found.push(sets[0]!);
    else if (sets.length > 1)
      for (const literals of groupByPlace(sets)) {
        const joined = this.#joinSets(kind, literals);
        if (joined === absorbing) return absorbing;
        if (joined !== neutral) found.push(joined);
      }
    if (found.length > 1) found.sort((a, b) => a.rank - b.rank || a.id - b.id);
    return this.#junction(kind, found, neutral);
  }

  /** `sorted` may hold the same formula several times. */
  #junction(kind: 'and' | 'or', sorted: Formula[], neutral: Formula): Formula {
    const of: Formula[] = [];
    let key: string = kind;
    let ends = NO_ENDS;
    for (let index = 0; index < sorted.length; index++) {
      const part = sorted[index]!;
      if (part === of[of.length - 1]) continue;
      of.push(part);
      key += ` ${part.id}`;
      ends = leastEnds(ends, part.ends);
    }
    if (of.length <= 1) return of[0] ?? neutral;
    return this.#intern(key, (id) => ({ id, rank: of[0]!.rank, ends, kind, of }));
  }

  #joinSets(kind: 'and' | 'or', literals: SetLiteral[]): Formula {
    const { field, end } = literals[0]!;
    if (literals.length === 1) return literals[0]!;
    const set = fold(
      literals.map((literal) => literal.set),
      kind === 'or' ? union : intersection,
    );
    const short = kind === 'or' ? literals.some((part) => part.short) : literals.every((part) => part.short);
    return this.#set(field, end, short, set);
  }

  #constant(truth: boolean): Formula {
    return this.#intern(`constant ${truth}`, (id) => {
      return { id, rank: Number.POSITIVE_INFINITY, ends: NO_ENDS, kind: 'constant', truth };
    });
  }

  #intern(key: string, make: (id: number) => Formula): Formula {
    const known = this.#known.get(key);
    if (known) return known;
    const formula = make(this.#known.size);
    this.#known.set(key, formula);
    return formula;
  }
}

/** Above all ends. */
const MOST_END = 0x20000;

/** What junctions of the same kind among the parts consist of is as good as a part; it is of no such junctions. */
function flat(kind: 'and' | 'or', parts: Formula[]): Formula[] {
  if (!parts.some((part) => part.kind === kind)) return parts;
  return parts.flatMap((part) => (part.kind === kind ? part.of : part));
}

/** Those about the same field and length together. */
function groupByPlace(sets: SetLiteral[]): Iterable<SetLiteral[]> {
  const groups = new Map<number, SetLiteral[]>();
  for (const literal of sets) {
    const key = literal.field.rank * MOST_END + literal.end;
    const group = groups.get(key);
    if (group) group.push(literal);
    else groups.set(key, [literal]);
  }
  return groups.values();
}

/** Joins neighbours first, so that no set is copied more than log(n) times. */
function fold(sets: ValueSet[], join: (a: ValueSet, b: ValueSet) => ValueSet): ValueSet {
  if (sets.length === 1) return sets[0]!;
  const middle = sets.length >>> 1;
  return join(fold(sets.slice(0, middle), join), fold(sets.slice(middle), join));
}

function isAll(set: ValueSet, field: Field): boolean {
  return set.length === 2 ? set[0] === 0 && set[1] === field.mask + 1 : set.length === 1 && set[0] === 0;
}
