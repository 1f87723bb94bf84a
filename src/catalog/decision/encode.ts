import { NONE } from './expression.ts';
import type { GraphNode, SwitchHow, Target } from './graph.ts';
import { hashTable, type Slot } from './hash-table.ts';

/** Layout of a decision program; the twin of `images/base/router/decision.h`. */
const HEADER_SIZE = 8;
const NODE_SIZE = 32;
const END = 0x80000000;
const NO_OUTPUT = 0x7fffffff;
const KIND = { test: 0, range: 1, hash: 2 } as const;

/** The bytes of the program that begins at `entry`. */
export function encode(entry: Target): Uint8Array {
  const nodes = inOrder(entry);
  const numbers = new Map<Target, number>(nodes.map((node, number) => [node, number]));
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
  const targets = how.kind === 'test' ? [how.yes, how.no] : [...how.targets];
  return missing === undefined ? targets : [...targets, missing];
}

class Encoder {
  readonly #nodesEnd: number;
  readonly #nameOf: (target: Target) => number;
  readonly #tables: number[] = [];
  readonly #head: DataView;

  constructor(count: number, nameOf: (target: Target) => number) {
    this.#nodesEnd = HEADER_SIZE + count * NODE_SIZE;
    this.#nameOf = nameOf;
    this.#head = new DataView(new ArrayBuffer(this.#nodesEnd));
    this.#head.setUint32(0, count, true);
  }

  encode(nodes: GraphNode[], entry: Target): Uint8Array {
    this.#head.setUint32(4, this.#nameOf(entry), true);
    for (const [number, node] of nodes.entries()) this.#writeNode(node, HEADER_SIZE + number * NODE_SIZE);
    const bytes = new Uint8Array(this.#nodesEnd + 4 * this.#tables.length);
    bytes.set(new Uint8Array(this.#head.buffer));
    const view = new DataView(bytes.buffer);
    for (const [index, value] of this.#tables.entries())
      view.setUint32(this.#nodesEnd + 4 * index, value, true);
    return bytes;
  }

  #writeNode({ base, offset, need, mask, missing, how }: GraphNode, at: number): void {
    this.#head.setUint8(at + 1, base);
    this.#head.setUint8(at + 2, need);
    this.#head.setUint16(at + 4, offset, true);
    if (how.kind === 'test') this.#write(at, KIND.test, how.mask, how.value, how.yes, how.no);
    else this.#writeSwitch(how, mask, at);
    const somewhere = how.kind === 'test' ? how.no : how.targets[0]!;
    this.#head.setUint32(at + 24, this.#nameOf(missing ?? somewhere), true);
  }

  #writeSwitch({ first, targets }: SwitchHow, mask: number, at: number): void {
    const table = hashTable(mask, first, targets);
    this.#head.setUint32(at + 28, this.#nodesEnd + 4 * this.#tables.length, true);
    if (table) {
      this.#write(at, KIND.hash, mask, table.multiplier, table.otherwise, table.otherwise);
      this.#head.setUint8(at + 3, table.shift);
      this.#head.setUint32(at + 16, table.slots.length, true);
      for (const slot of table.slots) this.#writeSlot(slot);
    } else {
      this.#write(at, KIND.range, mask, first.length, targets[0]!, targets[0]!);
      this.#head.setUint8(at + 3, Math.floor(Math.log2(first.length)));
      for (const start of first) this.#tables.push(start);
      for (const target of targets) this.#tables.push(this.#nameOf(target));
    }
  }

  #write(at: number, kind: number, mask: number, value: number, yes: Target, no: Target): void {
    this.#head.setUint8(at, kind);
    this.#head.setUint32(at + 8, mask, true);
    this.#head.setUint32(at + 12, value, true);
    this.#head.setUint32(at + 16, this.#nameOf(yes), true);
    this.#head.setUint32(at + 20, this.#nameOf(no), true);
  }

  #writeSlot(slot: Slot | undefined): void {
    this.#tables.push(slot?.word ?? 0, slot === undefined ? 0 : this.#nameOf(slot.target));
  }
}
