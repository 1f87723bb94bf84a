import {
  type ChainNode,
  type CompoundNode,
  type ElementNode,
  elementsOf,
  type PortsNode,
  type TypeNode,
} from '../click-config-parser/index.ts';
import type { ElementClass } from './classes.ts';
import { defineCompound } from './compound.ts';
import { connectLists, type Item } from './connect.ts';
import type { Context } from './context.ts';
import { classOf, declare } from './declare.ts';
import { elaborateGroup } from './group.ts';

/** An element of a list as far as it is understood before the whole list is read. */
interface Pending {
  node: ElementNode;
  item: Item;
  /** The class that the name itself is. */
  own: ElementClass | undefined;
  /** The class after `::`. */
  declared: ElementClass | undefined;
  config: ElementNode['config'];
}

/** Declares the elements of a chain and connects them. */
export function elaborateChain(context: Context, chain: ChainNode): void {
  if (isSimple(chain.first)) elaborateRow(context, chain.first);
  else elaborateLists(context, elementsOf(chain));
}

/** Whether the chain is a row of single elements, joined by one port each. */
function isSimple(first: ElementNode): boolean {
  if (first.inputs !== undefined) return false;
  for (let node: ElementNode | undefined = first; node !== undefined; node = node.next) {
    const { joint, body, inputs, outputs, next } = node;
    if (joint === ',' || (joint === '') !== (next === undefined) || body?.kind === 'group') return false;
    if (!isSingle(inputs) || !isSingle(outputs)) return false;
    if (next === undefined && outputs !== undefined) return false;
  }
  return true;
}

function isSingle(ports: PortsNode | undefined): boolean {
  return ports === undefined || (ports.numbers.length === 1 && !ports.open);
}

/** What `elaborateLists` does, for the shape that most chains have, with nothing made on the way. */
function elaborateRow(context: Context, first: ElementNode): void {
  let before: ElementNode | undefined;
  let from = -1;
  for (let node: ElementNode | undefined = first; node !== undefined; node = node.next) {
    const to = declareOne(context, node);
    if (before !== undefined) {
      const output = before.outputs === undefined ? 0 : before.outputs.numbers[0]!;
      const input = node.inputs === undefined ? 0 : node.inputs.numbers[0]!;
      context.scope.connect(from, output, to, input, context.span(before.start, node.end));
    }
    before = node;
    from = to;
  }
}

function declareOne(context: Context, node: ElementNode): number {
  const { name, body, type, config } = node;
  const existing = body === undefined ? context.scope.find(name) : undefined;
  const own = body === undefined ? classNamed(context, name, existing) : ownCompound(context, node);
  const declared = type === undefined ? undefined : readType(context, type);
  if (existing !== undefined) reportUselessConfig(context, node, existing);
  return declare(context, node, existing, own, declared, config);
}

function elaborateLists(context: Context, elements: ElementNode[]): void {
  let left: Item[] | undefined;
  let arrow: ElementNode | undefined;
  for (let i = 0; i < elements.length; ) {
    let end = i;
    while (elements[end]!.joint === ',' && end + 1 < elements.length) end++;
    const last = elements[end]!;
    const items = declareList(context, elements, i, end, left === undefined);
    if (left === undefined) reportUseless(context, items, elements, i, 'input');
    else if (left.length > 0) connectLists(context, left, items, arrow!.joint === '=>');
    // Ports of `output` in the middle of a chain were reported by the parser, and nothing comes out of them.
    const first = i;
    left = arrow === undefined ? items : items.filter((_, k) => !elements[first + k]!.implicit);
    arrow = last;
    i = end + 1;
    // A chain that ends in an arrow was reported by the parser, and has nothing to say of its last list.
    if (i >= elements.length && last.joint.length < 2) reportUseless(context, items, elements, end, 'output');
  }
}

function reportUseless(
  context: Context,
  items: Item[],
  nodes: ElementNode[],
  at: number,
  side: 'input' | 'output',
) {
  const isInput = side === 'input';
  const index = items.findIndex((item) => ((isInput ? item.inputs : item.outputs)?.numbers.length ?? 0) > 0);
  if (index < 0) return;
  const node = nodes[isInput ? at + index : at - items.length + 1 + index]!;
  const place = (isInput ? node.inputs : node.outputs) ?? node;
  const message = isInput ? 'input ports ignored at start of chain' : 'output ports ignored at end of chain';
  context.error('CF2007', message, context.span(place.start, place.end));
}

/** Declares `nodes[first]` to `nodes[last]`, which commas join. */
function declareList(
  context: Context,
  nodes: ElementNode[],
  first: number,
  last: number,
  isFirstList: boolean,
): Item[] {
  const pending: Pending[] = [];
  for (let i = first; i <= last; i++) pending.push(read(context, nodes[i]!));
  if (isFirstList && nodes[last]!.joint.length < 2) spread(pending);
  for (const { node, item, own, declared, config } of pending) {
    if (item.element >= 0) continue;
    // Looked up only now: an earlier element of the list may have the name.
    const existing = node.body === undefined ? context.scope.index.get(node.name) : undefined;
    item.element = declare(context, node, existing, own, declared, config);
  }
  return pending.map(({ item }) => item);
}

function read(context: Context, node: ElementNode): Pending {
  const { name, body, inputs, outputs, config } = node;
  const item: Item = { element: -1, start: node.start, end: node.end, inputs, outputs };
  const existing = body === undefined ? context.scope.index.get(name) : undefined;
  let own: ElementClass | undefined;
  if (body === undefined) own = classNamed(context, name, existing);
  else if (body.kind === 'compound') own = ownCompound(context, node);
  else elaborateGroup(context, body, item);
  const declared = node.type === undefined ? undefined : readType(context, node.type);
  if (existing !== undefined || item.element >= 0) reportUselessConfig(context, node, existing);
  return { node, item, own, declared, config };
}

function reportUselessConfig(
  context: Context,
  { config, type }: ElementNode,
  existing: number | undefined,
): void {
  // A second declaration is wrong as a whole.
  if (config === undefined || (type !== undefined && !context.options.asClick)) return;
  const notes =
    existing === undefined ? [] : [{ message: 'declared here', span: context.scope.spans[existing]! }];
  const span = context.span(config.start - 1, config.end);
  context.error('CF2006', 'configuration string ignored on element reference', span, { notes });
}

/** The class that a name means now; an element's name is that of a class only if the class came later. */
function classNamed(
  { classes }: Context,
  name: string,
  existing: number | undefined,
): ElementClass | undefined {
  return existing === undefined ? classes.lookup(name) : classes.compoundNamed(name);
}

function ownCompound(context: Context, { body, start }: ElementNode): ElementClass {
  return defineCompound(context, body as CompoundNode, '', start);
}

function readType(context: Context, type: TypeNode): ElementClass {
  if (type.body !== undefined) return defineCompound(context, type.body, '', type.start);
  // A missing class was reported by the parser.
  if (type.name === '') return { kind: 'unknown', name: '' };
  return classOf(context, type);
}

/** `a, b, c :: C(config)` as a whole statement gives class and configuration to all. */
function spread(pending: Pending[]): void {
  const last = pending.at(-1)!;
  for (const { node } of pending) {
    if (node.inputs !== undefined || node.outputs !== undefined || node.implicit) return;
  }
  for (const { node, item } of pending) {
    if (item.inputs !== undefined || item.outputs !== undefined) return;
    if (node !== last.node && !isBare(node)) return;
  }
  for (const each of pending) {
    if (last.declared !== undefined) each.declared = last.declared;
    each.config = last.config;
  }
}

function isBare(node: ElementNode): boolean {
  return node.body === undefined && node.type === undefined && node.config === undefined && !node.implicit;
}
