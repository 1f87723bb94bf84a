import type { Base } from './expression.ts';
import { atBase, type Decision, type Ends, type Formula, type Formulas, type Literal } from './formula.ts';
import { type Graph, type Target, TooLarge, type Word } from './graph.ts';
import type { RuleLists, Rules } from './rules.ts';
import { contains } from './value-set.ts';

/** Bytes that a packet is known to have behind each base, on the way to a node. */
const NOTHING: Ends = [0, 0, 0];

/** Of nodes on one way; fields without ranges can take many. */
const MOST_DEPTH = 300;

/**
 * Turns a list of rules into a graph that looks at each field once at most, on any way through it. Lists that are
 * the same from some point on share the nodes behind it.
 */
export class Builder {
  readonly #formulas: Formulas;
  readonly #lists: RuleLists;
  readonly #graph: Graph;
  readonly #done = new Map<string, Target>();
  #work: number;
  #depth = 0;

  /** `work`: how many conditions may be looked at before the build is given up with TooLarge. */
  constructor(formulas: Formulas, lists: RuleLists, graph: Graph, work: number) {
    this.#formulas = formulas;
    this.#lists = lists;
    this.#graph = graph;
    this.#work = work;
  }

  build(rules: Rules, known: Ends = NOTHING): Target {
    if (!('condition' in rules)) return rules.target;
    // Lengths too short for anything that is left to look at make no difference.
    const { id, ends } = rules;
    const key = `${id} ${from(known[0], ends[0])} ${from(known[1], ends[1])} ${from(known[2], ends[2])}`;
    const before = this.#done.get(key);
    if (before !== undefined) return before;
    if (++this.#depth > MOST_DEPTH) throw new TooLarge();
    const literals = this.#literalsOf(rules);
    const { field } = literals[0]!;
    let end = 0;
    for (const literal of literals) if (literal.end > end) end = literal.end;
    const sure = known[field.base] >= end;
    const longer = sure ? known : atBase(known, field.base, end);
    const missing = sure
      ? undefined
      : this.build(this.#lists.decide(rules, tooShort(field.base, end)), known);
    const word: Word = { base: field.base, offset: field.offset, need: end - field.offset, mask: field.mask };
    const target = field.ranges
      ? this.#switch(rules, literals, word, longer, missing)
      : this.#test(rules, literals[0]!, word, longer, missing);
    this.#depth--;
    this.#done.set(key, target);
    return target;
  }

  #switch(rules: Rules, literals: Literal[], word: Word, known: Ends, missing: Target | undefined): Target {
    const { field } = literals[0]!;
    const first = startsOf(literals, field.mask);
    this.#spend(first.length * literals.length);
    // Most values that lie between those asked for decide the same.
    const decided = new Map<string, Target>();
    const targets: Target[] = [];
    for (let index = 0; index < first.length; index++) {
      const value = first[index]!;
      const held = heldBy(literals, value);
      let target = decided.get(held);
      if (target === undefined) {
        const of = (literal: Literal) => (literal.kind === 'set' ? contains(literal.set, value) : literal);
        target = this.build(this.#lists.decide(rules, { rank: field.rank, of }), known);
        decided.set(held, target);
      }
      targets.push(target);
    }
    return this.#graph.switch(word, first, targets, missing);
  }

  /** For fields whose tests are no ranges: one test after the other. */
  #test(rules: Rules, literal: Literal, word: Word, known: Ends, missing: Target | undefined): Target {
    if (literal.kind !== 'bits') throw new Error('a field without ranges has bits literals');
    const { field, mask, value } = literal;
    const decided = (truth: boolean): Decision => {
      const of = (other: Literal) => {
        if (other.kind !== 'bits') return other;
        if (truth) return this.#formulas.narrow(other, mask, value);
        if ((mask & (mask - 1)) === 0) return this.#formulas.narrow(other, mask, value ^ mask);
        // What asks for more than the test that has failed fails too.
        const more = (other.mask & mask) >>> 0 === mask && (other.value & mask) >>> 0 === value;
        return more ? other.negated : other;
      };
      return { rank: field.rank, of };
    };
    const yes = this.build(this.#lists.decide(rules, decided(true)), known);
    const no = this.build(this.#lists.decide(rules, decided(false)), known);
    return this.#graph.test(word, mask, value, yes, no, missing);
  }

  /** The literals about the field of the lowest rank, in order. */
  #literalsOf(rules: Rules): Literal[] {
    const found = new Map<number, Literal>();
    const seen = new Set<number>();
    const visit = (formula: Formula) => {
      if (formula.rank !== rules.rank || seen.has(formula.id)) return;
      seen.add(formula.id);
      this.#spend(1);
      if (formula.kind === 'set' || formula.kind === 'bits') found.set(formula.id, formula);
      else if (formula.kind !== 'constant') formula.of.forEach(visit);
    };
    for (let rest = rules; 'condition' in rest; rest = rest.next) visit(rest.condition);
    return [...found.values()];
  }

  #spend(work: number): void {
    this.#work -= work;
    if (this.#work < 0) throw new TooLarge();
  }
}

/** The values up to `most` from which on another of the literals may hold, in order. */
function startsOf(literals: Literal[], most: number): number[] {
  const all = literals.flatMap((literal) => (literal.kind === 'set' ? literal.set : []));
  all.push(0);
  all.sort((a, b) => a - b);
  return all.filter((start, index) => start <= most && start !== all[index - 1]);
}

/** Which of the literals hold for a value, as a text. */
function heldBy(literals: Literal[], value: number): string {
  let held = '';
  for (let index = 0; index < literals.length; index++) {
    const literal = literals[index]!;
    held += literal.kind === 'set' && contains(literal.set, value) ? '1' : '0';
  }
  return held;
}

function from(bytes: number, least: number): number {
  return bytes < least ? 0 : bytes;
}

/** Decides what looks at bytes that a packet with fewer than `end` of them has not. */
function tooShort(base: Base, end: number): Decision {
  const of = (literal: Literal) =>
    literal.field.base === base && literal.end >= end ? literal.short : literal;
  return { rank: undefined, of };
}
