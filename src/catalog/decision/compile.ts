import { Builder } from './build.ts';
import { chain } from './chain.ts';
import { costOf } from './cost.ts';
import { encode, targetsOf } from './encode.ts';
import { NONE, type Rule, type Test, testsOf } from './expression.ts';
import { Fields } from './field.ts';
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
  const whole = linkWhole(rules, tests, otherwise);
  if (whole !== undefined) return whole;
  if (rules.length === 1) return linkOne(rules[0]!, otherwise);
  const middle = rules.length >>> 1;
  return link(rules.slice(0, middle), link(rules.slice(middle), otherwise));
}

/**
 * A graph that looks at each field once; undefined when it is too large. Fields of few values come first, as that
 * keeps it small. But where one of many values is in all rules, it may be cheaper to begin with that: most packets
 * need no other.
 */
function linkWhole(rules: Rule[], tests: Test[], otherwise: Target): Target | undefined {
  const most = WORK * (SMALL + tests.length);
  const fields = new Fields(tests, 'few-values');
  const few = build(rules, tests, otherwise, fields, most);
  if (few === undefined) return build(rules, tests, otherwise, new Fields(tests, 'offset'), most);
  if (tests.length < MANY || !fields.mostValuesOften) return few;
  const again = new Fields(tests, 'many-values');
  if (again.order === fields.order) return few;
  const many = build(rules, tests, otherwise, again, WORK_AGAIN);
  return many !== undefined && costOf(many) < costOf(few) ? many : few;
}

/** Undefined when the graph grows too large, or takes more than `most` work. */
function build(
  rules: Rule[],
  tests: Test[],
  otherwise: Target,
  fields: Fields,
  most: number,
): Target | undefined {
  try {
    const formulas = new Formulas(fields);
    const lists = new RuleLists(formulas);
    const graph = new Graph(SMALL + GROWTH * tests.length);
    return new Builder(formulas, lists, graph, most).build(lists.of(rules, otherwise));
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

const SMALL = 256;
const GROWTH = 8;
const WORK = 2000;
const WORK_AGAIN = 350_000;

/** With fewer tests than this the order of the fields makes little difference. */
const MANY = 64;

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
