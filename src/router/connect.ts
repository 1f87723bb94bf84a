import type { Span } from '../click-config-parser/diagnostic.ts';
import type { PortsNode } from '../click-config-parser/index.ts';
import type { Context } from './context.ts';

/** An element in a list of a chain, with the ports written (or, for a group, implied) on either side. */
export interface Item {
  element: number;
  start: number;
  end: number;
  inputs: Ports | undefined;
  outputs: Ports | undefined;
}

/** As in the tree; a group's implied ports have no places. */
export type Ports = Pick<PortsNode, 'numbers' | 'open'>;

/** One side of a connection while it is walked. */
interface Side {
  items: Item[];
  ports: (item: Item) => Ports | undefined;
  /** How many ports the side has, an open list counted without its growth. */
  size: number;
  open: number;
  /** Whether each connection takes a further port; a single port is used again and again. */
  steps: boolean;
  /** Ports still to be added to the open list. */
  growth: number;
  item: number;
  port: number;
}

const outputsOf = (item: Item): Ports | undefined => item.outputs;
const inputsOf = (item: Item): Ports | undefined => item.inputs;

/** Connects two neighbouring lists of a chain, port by port; `isDouble` says that `=>` stands between them. */
export function connectLists(context: Context, left: Item[], right: Item[], isDouble: boolean): void {
  const span = context.span(left[0]!.start, right.at(-1)!.end);
  if (
    left.length === 1 &&
    right.length === 1 &&
    left[0]!.outputs === undefined &&
    right[0]!.inputs === undefined
  ) {
    context.scope.connect(left[0]!.element, 0, right[0]!.element, 0, span);
    return;
  }
  const from = newSide(left, outputsOf);
  const to = newSide(right, inputsOf);
  const place = context.span(right[0]!.start, right.at(-1)!.end);
  if (from.open + to.open > 1) {
    context.error('CF2010', 'at most one port list of a connection may be open', place);
    const loser = to.size < from.size ? from : to;
    loser.open = 0;
  }
  if (isDouble) {
    openMissing(from, to);
    openMissing(to, from);
  }
  from.growth = from.open > 0 ? to.size - from.size : 0;
  to.growth = to.open > 0 ? from.size - to.size : 0;
  from.steps = from.size > 1 || from.open > 0;
  to.steps = to.size > 1 || to.open > 0;
  if (from.steps && to.steps) checkCounts(context, from, to, isDouble, place);
  else if (!from.steps && !to.steps) to.steps = true;
  walk(context, from, to, span);
}

function newSide(items: Item[], ports: (item: Item) => Ports | undefined): Side {
  const side: Side = { items, ports, size: 0, open: 0, steps: false, growth: 0, item: 0, port: 0 };
  for (const item of items) {
    const list = ports(item);
    side.size += Math.max(1, list?.numbers.length ?? 1);
    if (list?.open) side.open++;
  }
  return side;
}

/** `=>` takes an element without ports for an open list when the other side has several. */
function openMissing(side: Side, other: Side): void {
  const list = side.ports(side.items[0]!);
  if (side.size === 1 && other.size > 1 && (list === undefined || list.numbers.length === 0)) side.open = 1;
}

function checkCounts(context: Context, from: Side, to: Side, isDouble: boolean, place: Span): void {
  if (!isDouble) {
    const hint = "use '=>' to connect the first to the first, the second to the second, and so on";
    context.error('CF2008', "many-to-many connections require '=>'", place, { hint });
  }
  const outputs = `${from.size} output${from.size === 1 ? '' : 's'}`;
  const inputs = `${to.size} input${to.size === 1 ? '' : 's'}`;
  const mismatch = (what: string) => context.error('CF2009', `connection mismatch: ${what}`, place);
  if (from.open === 0 && to.open === 0 && from.size !== to.size)
    mismatch(`${outputs} connected to ${inputs}`);
  else if (to.open === 0 && to.size < from.size)
    mismatch(`${from.size} or more outputs connected to ${inputs}`);
  else if (from.open === 0 && from.size < to.size)
    mismatch(`${outputs} connected to ${to.size} or more inputs`);
}

function walk(context: Context, from: Side, to: Side, span: Span): void {
  while (from.item < from.items.length && to.item < to.items.length) {
    const source = from.items[from.item]!;
    const target = to.items[to.item]!;
    context.scope.connect(source.element, portAt(from), target.element, portAt(to), span);
    if (from.steps) step(from);
    if (to.steps) step(to);
  }
}

/** The number of the side's present port; beyond the written ones an open list counts on. */
function portAt(side: Side): number {
  const list = side.ports(side.items[side.item]!);
  if (list === undefined || list.numbers.length === 0) return side.port;
  const written = list.numbers.length;
  if (side.port < written) return list.numbers[side.port]!;
  return list.numbers[written - 1]! + side.port - written + 1;
}

function step(side: Side): void {
  const list = side.ports(side.items[side.item]!);
  const written = list?.numbers.length ?? 0;
  side.port++;
  if (side.port < written) return;
  const grows = written > 0 ? list!.open : side.size === 1;
  if (grows && side.growth > 0) side.growth--;
  else {
    side.item++;
    side.port = 0;
  }
}
