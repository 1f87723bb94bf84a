import type { Span } from '../../click-config-parser/index.ts';
import type { Connection, Router, RouterElement } from '../router.ts';
import { freeName } from './anonymous.ts';

/** A port of an element, and the text that a connection made there is to be blamed on. */
interface Place {
  element: number;
  port: number;
  span: Span;
}

/** A router that a pass works on. Elements keep their index until `finish`. */
export class Draft {
  readonly elements: (RouterElement | undefined)[];
  /** The connections to and from each element. */
  readonly ins: Set<Connection>[];
  readonly outs: Set<Connection>[];
  private readonly router: Router;

  constructor(router: Router) {
    this.router = router;
    this.elements = [...router.elements];
    this.ins = router.elements.map(() => new Set());
    this.outs = router.elements.map(() => new Set());
    for (const connection of router.connections) this.connect({ ...connection });
  }

  connect(connection: Connection): void {
    this.outs[connection.from]!.add(connection);
    this.ins[connection.to]!.add(connection);
  }

  disconnect(connection: Connection): void {
    this.outs[connection.from]!.delete(connection);
    this.ins[connection.to]!.delete(connection);
  }

  /** Lets a connection begin or end elsewhere. */
  redirect(connection: Connection, ends: Partial<Connection>): void {
    this.disconnect(connection);
    this.connect({ ...connection, ...ends });
  }

  /** Takes away all connections of an element. */
  isolate(index: number): void {
    for (const connection of [...this.ins[index]!, ...this.outs[index]!]) this.disconnect(connection);
  }

  isLoose(index: number): boolean {
    return this.ins[index]!.size + this.outs[index]!.size === 0;
  }

  remove(index: number): void {
    this.isolate(index);
    this.elements[index] = undefined;
  }

  isIdle(index: number): boolean {
    return this.elements[index]?.className === 'Idle';
  }

  /** Lets packets from an output vanish in an Idle, and says in which. */
  dropFrom({ element, port, span }: Place): number {
    const to = this.idle(span);
    this.connect({ from: element, fromPort: port, to, toPort: nextPort(this.ins[to]!, 'toPort'), span });
    return to;
  }

  /** Connects an input to an Idle, which never gives it a packet, and says to which. */
  feedNothing({ element, port, span }: Place): number {
    const from = this.idle(span);
    const fromPort = nextPort(this.outs[from]!, 'fromPort');
    this.connect({ from, fromPort, to: element, toPort: port, span });
    return from;
  }

  /** The first Idle, or a new one that stands where `span` does. */
  private idle(span: Span): number {
    this.idleIndex ??= this.elements.findIndex((_, i) => this.isIdle(i));
    if (this.idleIndex >= 0 && this.elements[this.idleIndex]) return this.idleIndex;
    const names = new Set(this.elements.map((element) => element?.name));
    const name = freeName('Idle', this.elements.length, (each) => names.has(each));
    this.ins.push(new Set());
    this.outs.push(new Set());
    this.idleIndex = this.elements.push({ name, className: 'Idle', config: '', span }) - 1;
    return this.idleIndex;
  }

  private idleIndex: number | undefined;

  /** One port of an Idle is like another: those that are left stand in a row. */
  private closeGaps(idle: number): void {
    for (const [links, end] of [
      [this.ins[idle]!, 'toPort'],
      [this.outs[idle]!, 'fromPort'],
    ] as const) {
      const ports = [...new Set([...links].map((link) => link[end]))].sort((a, b) => a - b);
      const numbers = new Map(ports.map((port, number) => [port, number]));
      for (const link of [...links]) {
        const number = numbers.get(link[end])!;
        if (number !== link[end]) this.redirect(link, { [end]: number });
      }
    }
  }

  /** The router of what is left, its connections in the order in which they are read. */
  finish(): Router {
    const numbers = new Map<number, number>();
    const elements = this.elements.flatMap((element, i) => {
      if (element === undefined) return [];
      numbers.set(i, numbers.size);
      return [element];
    });
    this.elements.forEach((_, i) => {
      if (this.isIdle(i)) this.closeGaps(i);
    });
    const connections = this.outs.flatMap((links) =>
      [...links].map((link) => ({ ...link, from: numbers.get(link.from)!, to: numbers.get(link.to)! })),
    );
    return { ...this.router, elements, connections: unique(connections) };
  }
}

function nextPort(links: Set<Connection>, end: 'fromPort' | 'toPort'): number {
  let next = 0;
  for (const link of links) next = Math.max(next, link[end] + 1);
  return next;
}

/** Sorted by target, its input, source, its output; of equal connections one. */
function unique(connections: Connection[]): Connection[] {
  const order = (a: Connection, b: Connection) =>
    a.to - b.to || a.toPort - b.toPort || a.from - b.from || a.fromPort - b.fromPort;
  connections.sort(order);
  return connections.filter((each, i) => i === 0 || order(each, connections[i - 1]!) !== 0);
}
