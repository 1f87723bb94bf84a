import type { ClassPorts } from '../class-ports.ts';
import { append, isUniform, type PortLinks, passes, someOf, type Ways } from './ways.ts';

export interface Wanted {
  /** For each connection 1 when a packet gets somewhere from there, or something else depends on it. */
  leadsOn: Uint8Array;
  /** For each element 1 when it does work, or is named by one that does. */
  isLive: Uint8Array;
}

/**
 * Finds what does work, back from where packets end: an element takes them in when it can do without outputs, has none
 * in use, or at inputs that flow to none; an Idle takes none in. `isReached`: the connections that packets come along.
 */
export function findWanted(ways: Ways, isReached: Uint8Array): Wanted {
  return new Search(ways, isReached).run();
}

class Search {
  readonly #ways: Ways;
  readonly #isReached: Uint8Array;
  readonly #leadsOn: Uint8Array;
  readonly #isLive: Uint8Array;
  /** By element. */
  readonly #inputs: PortLinks[];
  readonly #outputs: PortLinks[];
  readonly #named: number[][];
  /** Connections that lead on, and live elements, of which nobody has asked yet what they depend on. */
  readonly #links: number[] = [];
  readonly #elements: number[] = [];
  /** By element: the outputs from which ways have been followed back. */
  readonly #left: Set<number>[];
  readonly #pulled: Uint8Array;
  readonly #passed: Uint8Array;

  constructor(ways: Ways, isReached: Uint8Array) {
    const { elements, connections } = ways.router;
    this.#ways = ways;
    this.#isReached = isReached;
    this.#leadsOn = new Uint8Array(connections.length);
    this.#isLive = new Uint8Array(elements.length);
    this.#inputs = elements.map(() => new Map());
    this.#outputs = elements.map(() => new Map());
    connections.forEach(({ from, fromPort, to, toPort }, c) => {
      append(this.#outputs[from]!, fromPort, c);
      append(this.#inputs[to]!, toPort, c);
    });
    this.#named = elements.map(() => []);
    for (const { from, to } of ways.references) this.#named[from]!.push(to);
    this.#left = elements.map(() => new Set());
    this.#pulled = new Uint8Array(elements.length);
    this.#passed = new Uint8Array(elements.length);
  }

  run(): Wanted {
    this.#ways.router.elements.forEach((_, element) => {
      if (this.#isIdle(element)) return;
      const [inputs, outputs] = [this.#inputs[element]!, this.#outputs[element]!];
      if (inputs.size + outputs.size === 0) this.#stay(element);
      for (const [port, links] of inputs)
        if (isSink(this.#ways.classes[element], outputs, port)) this.#leadOn(links);
    });
    for (;;) {
      const link = this.#links.pop();
      const element = link === undefined ? this.#elements.pop() : undefined;
      if (link !== undefined) this.#comeAlong(link);
      else if (element !== undefined) this.#workIn(element);
      else return { leadsOn: this.#leadsOn, isLive: this.#isLive };
    }
  }

  #isIdle(element: number): boolean {
    return this.#ways.router.elements[element]!.className === 'Idle';
  }

  #leadOn(links: Iterable<number>): void {
    for (const c of links) {
      if (this.#leadsOn[c] === 0) this.#links.push(c);
      this.#leadsOn[c] = 1;
    }
  }

  #stay(element: number): void {
    if (this.#isLive[element] === 0) this.#elements.push(element);
    this.#isLive[element] = 1;
  }

  /** What depends on a connection that leads on. */
  #comeAlong(c: number): void {
    const { from, fromPort, to } = this.#ways.router.connections[c]!;
    if (this.#isReached[c] === 1) {
      this.#stay(from);
      this.#stay(to);
    }
    this.#keepPulls(from);
    const ports = this.#ways.classes[from];
    const output = isUniform(ports) ? 0 : fromPort;
    if (this.#isIdle(from) || this.#left[from]!.has(output)) return;
    this.#left[from]!.add(output);
    for (const [port, links] of this.#inputs[from]!) if (passes(ports, port, output)) this.#leadOn(links);
  }

  /** An element that stays may count what comes to it or be full of it, and does what those do that it names. */
  #workIn(element: number): void {
    for (const links of this.#inputs[element]!.values()) this.#leadOn(links);
    for (const each of this.#named[element]!) this.#stay(each);
    this.#keepPulls(element);
  }

  /**
   * Who pulls moves packets, and leaves less for others, even where it leads nowhere itself: what a queue has no room
   * for, what a tee copies or a check refuses depends on it. So with an element all count that pull from it, and
   * whatever lies behind these.
   */
  #keepPulls(element: number): void {
    if (this.#pulled[element] === 1) return;
    this.#pulled[element] = 1;
    const { router, isPull } = this.#ways;
    const behind: number[] = [];
    const follow = (c: number) => {
      const { to } = router.connections[c]!;
      if (this.#isIdle(to)) return;
      this.#leadOn([c]);
      behind.push(to);
    };
    for (const links of this.#outputs[element]!.values()) for (const c of links) if (isPull[c]) follow(c);
    for (let next = behind.pop(); next !== undefined; next = behind.pop()) {
      if (this.#passed[next] === 1) continue;
      this.#passed[next] = 1;
      for (const links of this.#outputs[next]!.values()) links.forEach(follow);
    }
  }
}

/** Whether an element takes in what comes to its input `input`, of which it hands on nothing. */
function isSink(ports: ClassPorts | undefined, outputs: PortLinks, input: number): boolean {
  if (ports === undefined) return outputs.size === 0;
  const [least, most] = ports.outputs;
  if (least === 0 && (most !== Number.POSITIVE_INFINITY || outputs.size === 0)) return true;
  const considered = someOf(ports, outputs.keys());
  return considered.length > 0 && !considered.some((output) => passes(ports, input, output));
}
