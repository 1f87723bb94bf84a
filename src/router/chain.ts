import type { ChainNode, ElementNode, TypeNode } from '../click-config-parser/index.ts';
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
  const { elements } = chain;
  let left: Item[] | undefined;
  let arrow: ElementNode | undefined;
  for (let i = 0; i < elements.length; ) {
    let end = i;
    while (elements[end]!.joint === ',' && end + 1 < elements.length) end++;
    const last = elements[end]!;
    const items = declareList(context, elements, i, end, left === undefined);
    if (left === undefined) reportUseless(context, items, elements, i, 'input');
    else connectLists(context, left, items, arrow!.joint === '=>', arrow!.jointAt);
    left = items;
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
  if (first < last && isFirstList && nodes[last]!.joint.length < 2) spread(pending);
  for (const { node, item, own, declared, config } of pending) {
    if (item.element < 0) item.element = declare(context, node, own, declared, config);
  }
  return pending.map(({ item }) => item);
}

function read(context: Context, node: ElementNode): Pending {
  const { name, body, inputs, outputs, config } = node;
  const item: Item = { element: -1, start: node.start, end: node.end, inputs, outputs };
  let own: ElementClass | undefined;
  if (body === undefined) own = context.classes.lookup(name);
  else if (body.kind === 'compound') own = defineCompound(context, body, '', node.start);
  else elaborateGroup(context, body, item);
  const declared = node.type === undefined ? undefined : readType(context, node.type);
  if (config !== undefined && (item.element >= 0 || context.scope.index.has(name))) {
    const known = body === undefined ? context.scope.index.get(name) : undefined;
    const notes =
      known === undefined ? [] : [{ message: 'declared here', span: context.scope.spans[known]! }];
    const message = 'configuration string ignored on element reference';
    context.error('CF2006', message, context.span(config.start - 1, config.end + 1), { notes });
  }
  return { node, item, own, declared, config };
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
