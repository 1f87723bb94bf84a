import { atPort, flows, readFlow } from '../router/class-ports.ts';
import type { Connection } from '../router/index.ts';
import { lookup, lookupAnywhere } from './catalog.ts';
import type { ArgumentValues } from './check-arguments.ts';
import type { Target } from './spec.ts';
import type { Connected } from './start-checks.ts';

/** Classes whose argument QUEUES means the nearest where it is empty. */
export const LOOKING = ['RED', 'CoDel'];

/** Finds, for elements of these classes, whether packets are stored near them. */
export class NearbyQueues {
  readonly #router: Connected;
  readonly #target: Target;
  /** The elements whose first output, or first input, leads to where packets are stored: asked for once at most. */
  #below: ReadonlySet<number> | undefined;
  #above: ReadonlySet<number> | undefined;

  constructor(router: Connected, target: Target) {
    this.#router = router;
    this.#target = target;
  }

  /** Why such an element finds none; undefined: it finds some, or nobody knows. */
  problem(index: number, values: ArgumentValues | undefined): string | undefined {
    const { elements } = this.#router;
    const { className } = elements[index]!;
    const queues = values?.get('QUEUES');
    if (lookup(className, this.#target) === undefined || !(queues instanceof Uint8Array)) return undefined;
    const named = [...new Uint16Array(queues.buffer)].map((each) => elements[each]!);
    const other = named.find((element) => !mayStore(element.className, this.#target));
    if (other) return `${other.name} :: ${other.className} stores no packets`;
    if (named.length > 0 || this.#hasNear(index, className)) return undefined;
    return `no nearby Queues: ${className} counts the packets in them`;
  }

  #hasNear(index: number, className: string): boolean {
    this.#below ??= firstLeadingTo(this.#router, 'down', this.#target);
    if (className !== 'CoDel' && this.#below.has(index)) return true;
    this.#above ??= firstLeadingTo(this.#router, 'up', this.#target);
    return this.#above.has(index);
  }
}

/**
 * The elements from whose port 0 a way leads to an element that stores packets: along pushes `down`, against pulls
 * `up`. Followed from there, so that every connection is looked at once.
 */
function firstLeadingTo(router: Connected, direction: 'down' | 'up', target: Target): Set<number> {
  const { elements, connections, isPull } = router;
  const down = direction === 'down';
  const ends = new Map<number, Connection[]>();
  const leading = new Set<Connection>();
  connections.forEach((connection, i) => {
    if (Boolean(isPull[i]) === down) return;
    const far = down ? connection.to : connection.from;
    const others = ends.get(far);
    if (others) others.push(connection);
    else ends.set(far, [connection]);
    if (mayStore(elements[far]!.className, target)) leading.add(connection);
  });
  const found = new Set<number>();
  for (const connection of leading) {
    const near = down ? connection.from : connection.to;
    if ((down ? connection.fromPort : connection.toPort) === 0) found.add(near);
    const { className } = elements[near]!;
    for (const other of ends.get(near) ?? []) {
      const [before, behind] = down ? [other, connection] : [connection, other];
      if (target !== 'clickforge' || passes(className, before.toPort, behind.fromPort)) leading.add(other);
    }
  }
  return found;
}

/** By the flow code of the class; Click may have been told another one. What nobody knows may pass anything. */
function passes(className: string, input: number, output: number): boolean {
  const spec = lookupAnywhere(className);
  if (spec === undefined) return true;
  const [inputs, outputs] = readFlow(spec.flow);
  const [from, to] = [atPort(inputs, input), atPort(outputs, output)];
  return from !== undefined && to !== undefined && flows(from, input, to, output);
}

/** Elements of which nobody knows may. */
function mayStore(className: string, target: Target): boolean {
  const spec = lookupAnywhere(className);
  return spec === undefined || spec.stores === true || (target !== 'clickforge' && !spec.runtime);
}
