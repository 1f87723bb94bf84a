import { splitArguments } from '../../click-config-parser/index.ts';
import type { Connection, Router, RouterElement } from '../router.ts';
import type { Change, PassResult } from './change.ts';
import { Draft } from './draft.ts';

/** Schedulers that do nothing when they have a single input. */
const SCHEDULERS = new Set([
  'RoundRobinSched',
  'PrioSched',
  'StrideSched',
  'SimpleRoundRobinSched',
  'SimplePrioSched',
]);

/**
 * Takes out elements that hand every packet on unchanged, from one input to one output: Null, StaticSwitch and
 * StaticPullSwitch, a Tee with one output, a scheduler with one input. `pinned` elements stay.
 */
export function bypass(router: Router, pinned: ReadonlySet<number>): PassResult {
  const draft = new Draft(router);
  const changes: Change[] = [];
  router.elements.forEach((element, i) => {
    const way = pinned.has(i) ? undefined : wayThrough(draft, element, i);
    if (way === undefined || !join(draft, i, way)) return;
    draft.remove(i);
    changes.push({ kind: 'removed', element, reason: way.reason });
  });
  return { router: draft.finish(), changes };
}

/** -1 stands for a way that leads, or comes from, nowhere. */
interface Way {
  input: number;
  output: number;
  reason: string;
}

function wayThrough(draft: Draft, { className, config }: RouterElement, i: number): Way | undefined {
  const inputs = new Set([...draft.ins[i]!].map(({ toPort }) => toPort));
  const outputs = new Set([...draft.outs[i]!].map(({ fromPort }) => fromPort));
  const [input = 0] = inputs;
  const [output = 0] = outputs;
  if (className === 'Null') return { input, output, reason: 'it hands every packet on' };
  if (className === 'Tee' || className === 'PullTee')
    return outputs.size === 1 ? { input, output, reason: 'it has one output' } : undefined;
  if (SCHEDULERS.has(className))
    return inputs.size === 1 ? { input, output, reason: 'it has one input' } : undefined;
  if (className !== 'StaticSwitch' && className !== 'StaticPullSwitch') return undefined;
  const port = fixedPort(config);
  if (port === undefined) return undefined;
  const [side, ports] =
    className === 'StaticSwitch' ? (['output', outputs] as const) : (['input', inputs] as const);
  const chosen = ports.has(port) ? port : -1;
  const reason = chosen < 0 ? `it uses none of its ${side}s` : `it always uses ${side} ${chosen}`;
  return side === 'output' ? { input, output: chosen, reason } : { input: chosen, output, reason };
}

function fixedPort(config: string): number | undefined {
  const [argument, ...more] = splitArguments(config);
  return argument && more.length === 0 && /^-?[0-9]+$/.test(argument.text)
    ? Number(argument.text)
    : undefined;
}

/** Leads what comes in along `way` past element `i`. False when a single connection cannot stand for it. */
function join(draft: Draft, i: number, { input, output }: Way): boolean {
  const ins = [...draft.ins[i]!].filter(({ toPort }) => toPort === input);
  const outs = [...draft.outs[i]!].filter(({ fromPort }) => fromPort === output);
  const isRing = [...draft.ins[i]!].some(({ from }) => from === i);
  if (isRing || (ins.length > 1 && outs.length > 1)) return false;
  const [first, next] = [ins[0], outs[0]];
  if (first && next) {
    if (ins.length === 1)
      for (const out of outs) draft.redirect(out, { from: first.from, fromPort: first.fromPort });
    else for (const link of ins) draft.redirect(link, { to: next.to, toPort: next.toPort });
  }
  closeLoose(draft, i, first !== undefined && next !== undefined ? [input, output] : [-1, -1]);
  return true;
}

/** Gives the neighbours of element `i` an Idle instead, but for those on the way through. */
function closeLoose(draft: Draft, i: number, [input, output]: [number, number]): void {
  for (const { from, fromPort, toPort, span } of draft.ins[i]!) {
    const isElsewhere = (link: Connection) => link.fromPort === fromPort && link.to !== i;
    if (toPort !== input && !draft.isIdle(from) && !some(draft.outs[from]!, isElsewhere))
      draft.dropFrom({ element: from, port: fromPort, span });
  }
  for (const { to, toPort, fromPort, span } of draft.outs[i]!) {
    const isElsewhere = (link: Connection) => link.toPort === toPort && link.from !== i;
    if (fromPort !== output && !draft.isIdle(to) && !some(draft.ins[to]!, isElsewhere))
      draft.feedNothing({ element: to, port: toPort, span });
  }
}

function some<Item>(items: Iterable<Item>, test: (item: Item) => boolean): boolean {
  for (const item of items) if (test(item)) return true;
  return false;
}
