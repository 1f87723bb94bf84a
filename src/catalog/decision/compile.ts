import { Builder } from './build.ts';
import { chain } from './chain.ts';
import { encode, targetsOf } from './encode.ts';
import { NONE, type Rule, testsOf } from './expression.ts';
import { type FieldOrder, Fields } from './field.ts';
import { Formulas } from './formula.ts';
import { Graph, type Target, TooLarge } from './graph.ts';
import { RuleLists } from './rules.ts';

/** A decision program (images/base/router/decision.h), and the outputs that it can choose. */
export interface Program {
  bytes: Uint8Array;
  outputs: Set<number>;
}

/**
 * The program for a list of rules, of which the first that matches a packet decides; undefined when it would be too
 * large.
 */
export function compileRules(rules: Rule[]): Program | undefined {
  const entry = link(rules, NONE);
  const bytes = encode(entry);
  return bytes && { bytes, outputs: outputsOf(entry) };
}

/**
 * Looking at each field once is fastest, but rules that mix many fields can make the graph many times as large as
 * they are themselves. Then one half of the rules goes before the other, down to single rules.
 */
function link(rules: Rule[], otherwise: Target): Target {
  const tests = rules.flatMap(({ condition }) => testsOf(condition));
  for (const order of ['few-values', 'offset'] as FieldOrder[]) {
    try {
      const formulas = new Formulas(new Fields(tests, order));
      const lists = new RuleLists(formulas);
      const graph = new Graph(SMALL + GROWTH * tests.length);
      const work = WORK * (SMALL + tests.length);
      return new Builder(formulas, lists, graph, work).build(lists.of(rules, otherwise));
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
    }
  }
  if (rules.length === 1) return linkOne(rules[0]!, otherwise);
  const middle = rules.length >>> 1;
  return link(rules.slice(0, middle), link(rules.slice(middle), otherwise));
}

const SMALL = 256;
const GROWTH = 8;
const WORK = 2000;

function linkOne({ condition, output }: Rule, otherwise: Target): Target {
  const formulas = new Formulas(new Fields(testsOf(condition), 'offset'));
  const graph = new Graph(Number.POSITIVE_INFINITY);
  return chain(formulas, graph, formulas.of(condition), output, otherwise);
}

function outputsOf(entry: Target): Set<number> {
  const outputs = new Set<number>();
  const seen = new Set<Target>();
  const open = [entry];
  for (let target = open.pop(); target !== undefined; target = open.pop()) {
    if (seen.has(target)) continue;
    seen.add(target);
    if (typeof target === 'number') outputs.add(target);
    else open.push(...targetsOf(target));
  }
  return outputs;
}
