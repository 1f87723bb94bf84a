import { abi } from '../../generated/abi.js';
import { type ElementSpec, lookup } from '../../src/catalog/index.ts';
import { PULL, PUSH, readClassPorts } from '../../src/router/class-ports.ts';
import type { Tape } from './tape.ts';

export interface GraphElement {
  name: string;
  spec: ElementSpec;
  ninputs: number;
  noutputs: number;
  /** The text between the parentheses. */
  config: string;
}

export interface Link {
  from: number;
  fromPort: number;
  to: number;
  toPort: number;
}

export interface Graph {
  elements: GraphElement[];
  links: Link[];
}

type Kind = 'push' | 'pull';

/** A port that waits for its connection. */
interface End {
  element: number;
  port: number;
  kind: Kind;
}

/** Packets that enter and leave through these devices. */
export const DEVICES = [0, 1];

/** Most ports that are used where the class lets it open. */
const MORE = 2;

/** These stand where the writer puts them. */
const PLACED = new Set(['FromDevice', 'ToDevice', 'Idle', 'Discard']);

/**
 * Grows a graph from its sources on: an element takes open outputs of the kind that its inputs want, and leaves its own
 * open. Connections lead from earlier elements to later ones, so that nothing goes round for ever.
 */
export class GraphWriter {
  readonly elements: GraphElement[] = [];
  readonly links: Link[] = [];
  readonly #tape: Tape;
  readonly #classes: Map<string, ElementSpec>;
  #open: End[] = [];
  /** Inputs that may have more connections, and outputs likewise. */
  readonly #pushed: Omit<End, 'kind'>[] = [];
  readonly #pulled: End[] = [];

  /** @param isAllowed which classes of the runtime may be there */
  constructor(tape: Tape, isAllowed: (className: string) => boolean) {
    this.#tape = tape;
    this.#classes = new Map(
      abi.classes
        .filter(({ name }) => isAllowed(name))
        .map(({ name }) => [name, lookup(name, 'clickforge')!]),
    );
  }

  write(): Graph {
    const middle = [...this.#classes.values()].filter((spec) => !PLACED.has(spec.class));
    for (const device of DEVICES) this.#device(device);
    for (let count = this.#tape.between(1, 12); count > 0; count--) this.#grow(this.#tape.of(middle));
    this.#close();
    return { elements: this.elements, links: this.links };
  }

  #device(device: number): void {
    this.#add(lookup('FromDevice', 'clickforge')!, 0, 1, 'push', `${device}`);
    if (this.#tape.chance(60)) {
      const ways = [
        'Strip(14) CheckIPHeader',
        'Strip(14) MarkIPHeader',
        'MarkIPHeader(14)',
        'Strip(14) CheckIPHeader2',
      ];
      for (const each of this.#tape.of(ways).split(' ')) {
        const [name, config = ''] = each.split(/[()]/);
        const last = this.#open.pop()!;
        const element = this.#add(lookup(name!, 'clickforge')!, 1, 1, 'push', config);
        this.#link(last, element, 0);
      }
    }
  }

  /** Puts an element of a class behind what is open. */
  #grow(spec: ElementSpec): void {
    const { inputs, outputs, inputKinds, equal } = readClassPorts(spec);
    const ninputs = this.#count(inputs);
    const noutputs = equal >= 0 ? ninputs + equal : this.#count(outputs);
    const given = this.#open.at(-1)?.kind ?? 'push';
    const own: Kind = this.#tape.chance(80) ? given : given === 'push' ? 'pull' : 'push';
    const ends = Array.from({ length: ninputs }, (_, port) => this.#take(kindOf(inputKinds, port, own)));
    const element = this.#add(spec, ninputs, noutputs, own, '');
    ends.forEach((end, port) => {
      this.#link(end, element, port);
    });
  }

  #count([least, most]: [number, number]): number {
    return this.#tape.between(
      least,
      Math.min(most, Math.max(least, 1) + (most === Number.POSITIVE_INFINITY ? MORE : 1)),
    );
  }

  #add(spec: ElementSpec, ninputs: number, noutputs: number, own: Kind, config: string): number {
    const element = this.elements.length;
    this.elements.push({ name: `e${element}`, spec, ninputs, noutputs, config });
    const { outputKinds } = readClassPorts(spec);
    for (let port = 0; port < noutputs; port++)
      this.#open.push({ element, port, kind: kindOf(outputKinds, port, own) });
    return element;
  }

  #link(end: End, to: number, toPort: number): void {
    this.links.push({ from: end.element, fromPort: end.port, to, toPort });
    if (end.kind === 'push') this.#pushed.push({ element: to, port: toPort });
    else this.#pulled.push(end);
  }

  /** An open output of that kind: one that is there, one made of the other kind, or an Idle's. */
  #take(kind: Kind): End {
    if (kind === 'pull' && this.#pulled.length > 0 && this.#tape.chance(10))
      return this.#tape.of(this.#pulled);
    const fitting = this.#open.filter((end) => end.kind === kind);
    const end = fitting.length > 0 && this.#tape.chance(90) ? this.#tape.of(fitting) : undefined;
    if (end) return this.#remove(end);
    const other = this.#open.find((each) => each.kind !== kind);
    if (other && this.#tape.chance(85)) return this.#convert(this.#remove(other), kind);
    this.#add(lookup('Idle', 'clickforge')!, 0, 1, kind, '');
    return this.#open.pop()!;
  }

  #remove(end: End): End {
    this.#open = this.#open.filter((each) => each !== end);
    return end;
  }

  #convert(end: End, kind: Kind): End {
    const [name, config] =
      kind === 'pull' ? ['Queue', this.#tape.of(['', '2', '50'])] : ['Unqueue', this.#tape.of(['', '3'])];
    const element = this.#add(lookup(name!, 'clickforge')!, 1, 1, kind, config!);
    const made = this.#open.pop()!;
    this.#link(end, element, 0);
    return made;
  }

  /** Leads every open output somewhere, most to a device. */
  #close(): void {
    const devices = DEVICES.map(() => undefined as number | undefined);
    for (let end = this.#open.shift(); end; end = this.#open.shift()) {
      const later = this.#pushed.filter(({ element }) => element > end!.element);
      if (end.kind === 'push' && later.length > 0 && this.#tape.chance(25)) {
        const { element, port } = this.#tape.of(later);
        this.#link(end, element, port);
        continue;
      }
      if (this.#tape.chance(20)) {
        const [name, config] = this.#tape.of([
          ['Discard', ''],
          ['Idle', ''],
          ['Discard', 'ACTIVE false'],
        ]);
        const element = this.#add(lookup(name!, 'clickforge')!, 1, 0, end.kind, config!);
        this.#link(end, element, 0);
        continue;
      }
      const device = this.#tape.pick(DEVICES.length);
      const pushed = end.kind === 'push' ? end : this.#convert(end, 'push');
      devices[device] ??= this.#add(lookup('ToDevice', 'clickforge')!, 1, 0, 'push', `${device}`);
      this.#link(pushed, devices[device]!, 0);
    }
  }
}

function kindOf(kinds: number[], port: number, own: Kind): Kind {
  const kind = kinds[Math.min(port, kinds.length - 1)];
  return kind === PUSH ? 'push' : kind === PULL ? 'pull' : own;
}
