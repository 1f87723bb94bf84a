import type { GraphNode, SwitchHow, Target } from './graph.ts';
import { LIMIT } from './value-set.ts';

/** Instructions for a node of each kind, and for each halving of ranges. */
const TEST = 20;
const HASH = 30;
const INDEX = 24;
const RANGES = 30;
const HALF = 7;

/** How often a test leads on: most ask for what is usual, the protocol, an unfragmented packet. */
const ON = 0.85;

/**
 * Instructions that a packet takes, for traffic of which half has one of the values that a graph asks for at each
 * node and half has others.
 */
export function costOf(entry: Target): number {
  const known = new Map<Target, number>();
  const cost = (target: Target): number => {
    if (typeof target === 'number') return 0;
    const before = known.get(target);
    if (before !== undefined) return before;
    const own = costOfNode(target, cost);
    known.set(target, own);
    return own;
  };
  return cost(entry);
}

function costOfNode({ how }: GraphNode, cost: (target: Target) => number): number {
  if (how.kind === 'test') {
    const ways = [cost(how.yes), cost(how.no)];
    return TEST + ON * Math.max(...ways) + (1 - ON) * Math.min(...ways);
  }
  if (how.kind === 'index')
    return INDEX + how.targets.reduce((sum: number, target) => sum + cost(target), 0) / how.targets.length;
  const asked = how.targets.reduce((sum: number, target) => sum + cost(target), 0) / how.targets.length;
  const ranges = RANGES + HALF * Math.log2(how.targets.length);
  return Math.min(ranges, HASH) + 0.5 * asked + 0.5 * cost(widest(how));
}

/** The target of the largest range. */
function widest({ first, targets }: SwitchHow): Target {
  const widths = first.map((start, index) => (first[index + 1] ?? LIMIT) - start);
  return targets[widths.indexOf(Math.max(...widths))]!;
}
