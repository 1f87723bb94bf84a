import type { Connection, Router } from '../router.ts';

/** Elements by index, each connected to the next by `connections[i]`; a chain without connections is one element. */
export interface Chain {
  first: number;
  connections: Connection[];
}

/**
 * Takes a router apart into chains: every connection is in one of them, and read in order they name the elements
 * for the first time in the order of `router.elements`, so that text written from them keeps that order.
 */
export function chains(router: Router): Chain[] {
  const links = new Links(router);
  const found: Chain[] = [];
  const count = router.elements.length;
  for (let element = 0; element < count; ) {
    const before = links.into(element);
    const chain: Chain = { first: before?.from ?? element, connections: before ? [before] : [] };
    found.push(chain);
    element = extend(chain, links, element, element + 1);
  }
  for (let first = links.unused(); first !== undefined; first = links.unused()) {
    const chain: Chain = { first: first.from, connections: [first] };
    found.push(chain);
    extend(chain, links, first.to, count);
  }
  return found;
}

/** Goes on from `element` as long as connections lead to a known element or the next new one. */
function extend(chain: Chain, links: Links, element: number, known: number): number {
  for (let next = links.outOf(element, known); next !== undefined; next = links.outOf(element, known)) {
    chain.connections.push(next);
    element = next.to;
    if (element === known) known++;
  }
  return known;
}

/** The connections that no chain has yet. Each is looked at a bounded number of times. */
class Links {
  private readonly used = new Set<Connection>();
  private readonly sources: Connection[][];
  private readonly targets: Connection[][];
  private readonly all: Connection[];
  private at = 0;

  constructor(router: Router) {
    this.all = router.connections;
    this.targets = router.elements.map(() => []);
    this.sources = router.elements.map(() => []);
    for (const connection of router.connections) {
      this.targets[connection.from]!.push(connection);
      this.sources[connection.to]!.push(connection);
    }
    for (const list of this.targets) list.sort((a, b) => b.to - a.to || b.fromPort - a.fromPort);
    for (const list of this.sources) list.sort((a, b) => b.from - a.from || b.toPort - a.toPort);
  }

  /** A connection to `element` from one before it. */
  into(element: number): Connection | undefined {
    const connection = this.last(this.sources[element]!);
    return connection !== undefined && connection.from < element ? this.use(connection) : undefined;
  }

  /** A connection from `element` to element number `known` if there is one, else to one before that. */
  outOf(element: number, known: number): Connection | undefined {
    const list = this.targets[element]!;
    const fresh = list[firstBelow(list, known) - 1];
    if (fresh?.to === known && !this.used.has(fresh)) return this.use(fresh);
    const connection = this.last(list);
    return connection !== undefined && connection.to < known ? this.use(connection) : undefined;
  }

  unused(): Connection | undefined {
    while (this.at < this.all.length && this.used.has(this.all[this.at]!)) this.at++;
    const connection = this.all[this.at];
    return connection && this.use(connection);
  }

  private last(list: Connection[]): Connection | undefined {
    while (list.length > 0 && this.used.has(list.at(-1)!)) list.pop();
    return list.at(-1);
  }

  private use(connection: Connection): Connection {
    this.used.add(connection);
    return connection;
  }
}

/** Where connections to elements before `known` begin in a list sorted with the highest first. */
function firstBelow(list: Connection[], known: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.to >= known) low = middle + 1;
    else high = middle;
  }
  return low;
}
