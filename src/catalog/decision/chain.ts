import type { Formula, Formulas, Literal } from './formula.ts';
import type { Graph, Target } from './graph.ts';
import { contains } from './value-set.ts';

/**
 * The graph of one condition, a test after the other as they are written. It is as large as the condition, where
 * looking at each field once would take more.
 */
export function chain(formulas: Formulas, graph: Graph, formula: Formula, yes: Target, no: Target): Target {
  const done = new Map<string, Target>();
  const names = new Map<Target, number>();
  const nameOf = (target: Target): number => {
    const name = names.get(target) ?? names.size;
    names.set(target, name);
    return name;
  };
  const go = (part: Formula, holds: Target, fails: Target): Target => {
    if (part.kind === 'constant') return part === formulas.true ? holds : fails;
    const key = `${part.id} ${nameOf(holds)} ${nameOf(fails)}`;
    const before = done.get(key);
    if (before !== undefined) return before;
    let target: Target;
    if (part.kind === 'set' || part.kind === 'bits') target = literal(graph, part, holds, fails);
    else if (part.kind === 'and') target = part.of.reduceRight((next, each) => go(each, next, fails), holds);
    else target = part.of.reduceRight((next, each) => go(each, holds, next), fails);
    done.set(key, target);
    return target;
  };
  return go(formula, yes, no);
}

function literal(graph: Graph, part: Literal, yes: Target, no: Target): Target {
  const { field, end, short } = part;
  const word = { base: field.base, offset: field.offset, need: end - field.offset, mask: field.mask };
  const missing = short ? yes : no;
  if (part.kind === 'bits') {
    const [equal, other] = part.negated ? [no, yes] : [yes, no];
    return graph.test(word, part.mask, part.value, equal, other, missing);
  }
  const first = [...new Set([0, ...part.set])].filter((start) => start <= field.mask).sort((a, b) => a - b);
  const targets = first.map((value) => (contains(part.set, value) ? yes : no));
  return graph.switch(word, first, targets, missing);
}
