import { NONE, type Rule } from './expression.ts';
import { type Decision, type Ends, type Formula, type Formulas, leastEnds, NO_ENDS } from './formula.ts';
import type { Target } from './graph.ts';

/** What is left of a list of rules: the first whose condition holds decides. Equal lists are the same object. */
export type Rules = End | Choice;

interface Common {
  id: number;
  /** The lowest rank of a field that the list looks at. */
  rank: number;
  /** By base: the least number of bytes that the list needs for anything. */
  ends: Ends;
}

interface End extends Common {
  target: Target;
}

interface Choice extends Common {
  condition: Formula;
  target: Target;
  next: Rules;
}

/** Makes lists of rules. */
export class RuleLists {
  readonly #formulas: Formulas;
  readonly #known = new Map<string, Rules>();
  readonly #targets = new Map<Target, number>();

  constructor(formulas: Formulas) {
    this.#formulas = formulas;
  }

  /** `otherwise` is where packets go that no rule matches. */
  of(rules: Rule[], otherwise: Target = NONE): Rules {
    let list = this.#end(otherwise);
    for (const { output, conditions } of runs(rules).reverse())
      list = this.#choice(this.#formulas.or(conditions.map((part) => this.#formulas.of(part))), output, list);
    return list;
  }

  /** The list with its literals decided. */
  decide(list: Rules, decision: Decision): Rules {
    const done = new Map<number, Formula>();
    const open: { condition: Formula; target: Target }[] = [];
    let rest = list;
    let end: Rules | undefined;
    while (end === undefined) {
      if (!('condition' in rest)) end = rest;
      else {
        const condition = this.#formulas.decide(rest.condition, decision, done);
        if (condition === this.#formulas.true) end = this.#end(rest.target);
        else open.push({ condition, target: rest.target });
        rest = rest.next;
      }
    }
    return open.reduceRight((next, { condition, target }) => this.#choice(condition, target, next), end);
  }

  #end(target: Target): Rules {
    return this.#intern(`${this.#targetId(target)}`, (id) => {
      return { id, rank: Number.POSITIVE_INFINITY, ends: NO_ENDS, target };
    });
  }

  #choice(condition: Formula, target: Target, next: Rules): Rules {
    if (condition === this.#formulas.false) return next;
    if (condition === this.#formulas.true) return this.#end(target);
    if (next.target === target) {
      if (!('condition' in next)) return next;
      return this.#choice(this.#formulas.or([condition, next.condition]), target, next.next);
    }
    const key = `${condition.id} ${this.#targetId(target)} ${next.id}`;
    return this.#intern(key, (id) => {
      const ends = leastEnds(condition.ends, next.ends);
      return { id, rank: Math.min(condition.rank, next.rank), ends, condition, target, next };
    });
  }

  #targetId(target: Target): number {
    const known = this.#targets.get(target) ?? this.#targets.size;
    this.#targets.set(target, known);
    return known;
  }

  #intern(key: string, make: (id: number) => Rules): Rules {
    const known = this.#known.get(key);
    if (known) return known;
    const list = make(this.#known.size);
    this.#known.set(key, list);
    return list;
  }
}

/** Neighbours with the same output, together. */
function runs(rules: Rule[]) {
  const runs: { output: number; conditions: Rule['condition'][] }[] = [];
  for (const { condition, output } of rules) {
    const last = runs[runs.length - 1];
    if (last?.output === output) last.conditions.push(condition);
    else runs.push({ output, conditions: [condition] });
  }
  return runs;
}
