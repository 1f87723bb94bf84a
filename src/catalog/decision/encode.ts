import { asStored } from './bits.ts';
import { NONE } from './expression.ts';
import type { GraphNode, IndexHow, SwitchHow, Target } from './graph.ts';
import { hashTable, type Slot } from './hash-table.ts';

/** Layout of a decision program; the twin of `images/base/router/decision.h`. */
const HEADER_SIZE = 8;
const NODE_SIZE = 20;
const END = 0x8000;
const NO_OUTPUT = 0x7fff;
const KIND = { test: 0, range: 1, hash: 2, index: 3 } as const;

/** The bytes of the program that begins at `entry`; undefined when it has more nodes than targets can name. */
export function encode(entry: Target): Uint8Array | undefined {
  const nodes = inOrder(entry);
  if (nodes.length >= END) return undefined;
  const numbers = new Map<Target, number>();
  for (const node of nodes) numbers.set(node, numbers.size);
  const encoder = new Encoder(nodes.length, (target) => {
    if (typeof target === 'number') return (target === NONE ? NO_OUTPUT : target) + END;
    return numbers.get(target)!;
  });
  return encoder.encode(nodes, entry);
}

/** All nodes, each before those that it leads to. Graphs can be deeper than a call stack. */
function inOrder(entry: Target): GraphNode[] {
  const order: GraphNode[] = [];
  const seen = new Set<Target>();
  const open: { node: GraphNode; next: Target[] }[] = [];
  const visit = (target: Target) => {
    if (typeof target === 'number' || seen.has(target)) return;
    seen.add(target);
    open.push({ node: target, next: targetsOf(target) });
  };
  visit(entry);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const target = top.next.pop();
    if (target !== undefined) visit(target);
    else order.push(open.pop()!.node);
  }
  return order.reverse();
}

export function targetsOf({ how, missing }: GraphNode): Target[] {
  const targets = how.kind === 'test' ? [how.yes, how.no] : how.targets.slice();
  if (missing !== undefined) targets.push(missing);
  return targets;
}

class Encoder {
  readonly #nodesEnd: number;
  readonly #nameOf: (target: Target) => number;
  readonly #tables: Uint8Array[] = [];
  readonly #head: DataView;
  #end: number;

  constructor(count: number, nameOf: (target: Target) => number) {
    this.#nodesEnd = HEADER_SIZE + count * NODE_SIZE;
    this.#end = this.#nodesEnd;
    this.#nameOf = nameOf;
    this.#head = new DataView(new ArrayBuffer(this.#nodesEnd));
    this.#head.setUint32(0, count, true);
  }

  encode(nodes: GraphNode[], entry: Target): Uint8Array {
    this.#head.setUint32(4, this.#nameOf(entry), true);
    let at = HEADER_SIZE;
    for (const node of nodes) {
      this.#writeNode(node, at);
      at += NODE_SIZE;
    }
    const bytes = new Uint8Array(this.#end);
    bytes.set(new Uint8Array(this.#head.buffer));
    for (const table of this.#tables) {
      bytes.set(table, at);
      at += table.length;
    }
    return bytes;
  }

  #writeNode({ base, offset, need, mask, missing, how }: GraphNode, at: number): void {
    this.#head.setUint8(at + 1, base);
    this.#head.setUint8(at + 2, need);
    this.#head.setUint16(at + 4, offset, true);
    const somewhere = how.kind === 'test' ? how.no : how.targets[0]!;
    this.#head.setUint16(at + 6, this.#nameOf(missing ?? somewhere), true);
    if (how.kind === 'test') {
      this.#write(at, KIND.test, how.mask, asStored(how.value));
      this.#head.setUint16(at + 16, this.#nameOf(how.yes), true);
      this.#head.setUint16(at + 18, this.#nameOf(how.no), true);
    } else if (how.kind === 'switch') this.#writeSwitch(how, mask, at);
    else this.#writeIndex(how, mask, at);
  }

  #writeIndex({ shift, targets }: IndexHow, mask: number, at: number): void {
    this.#write(at, KIND.index, mask, targets.length);
    this.#head.setUint8(at + 3, shift);
    this.#head.setUint32(at + 16, this.#end, true);
    const view = new DataView(new ArrayBuffer(Math.ceil(targets.length / 2) * 4));
    for (const [index, target] of targets.entries()) view.setUint16(2 * index, this.#nameOf(target), true);
    this.#append(view);
  }

  #writeSwitch({ first, targets }: SwitchHow, mask: number, at: number): void {
    const table = hashTable(mask, first, targets);
    this.#head.setUint32(at + 16, this.#end, true);
    if (table) {
      this.#write(at, KIND.hash, mask, table.multiplier);
      this.#head.setUint8(at + 3, table.shift);
      this.#append(this.#slots(table.slots, table.otherwise));
    } else {
      this.#write(at, KIND.range, mask, first.length);
      this.#head.setUint8(at + 3, Math.floor(Math.log2(first.length)));
      this.#append(this.#ranges(first, targets));
    }
  }

  #write(at: number, kind: number, mask: number, value: number): void {
    this.#head.setUint8(at, kind);
    this.#head.setUint32(at + 8, asStored(mask), true);
    this.#head.setUint32(at + 12, value, true);
  }

  #append(table: DataView): void {
    this.#tables.push(new Uint8Array(table.buffer));
    this.#end += table.byteLength;
  }

  #ranges(first: number[], targets: Target[]): DataView {
    const { length } = first;
    const view = new DataView(new ArrayBuffer(Math.ceil((6 * length) / 4) * 4));
    for (let index = 0; index < length; index++) {
      view.setUint32(4 * index, first[index]!, true);
      view.setUint16(4 * length + 2 * index, this.#nameOf(targets[index]!), true);
    }
    return view;
  }

  #slots(slots: (Slot | undefined)[], otherwise: Target): DataView {
    const view = new DataView(new ArrayBuffer(8 * (slots.length + 1)));
    view.setUint32(0, slots.length, true);
    view.setUint16(4, this.#nameOf(otherwise), true);
    let at = 0;
    for (const slot of slots) {
      at += 8;
      if (slot === undefined) continue;
      view.setUint32(at, slot.word, true);
      view.setUint16(at + 4, this.#nameOf(slot.target), true);
    }
    return view;
  }
}
