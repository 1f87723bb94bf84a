import { atPort, flows, readFlow } from '../router/class-ports.ts';
import type { Connection } from '../router/index.ts';
import { lookup, lookupAnywhere } from './catalog.ts';
import type { ArgumentValues } from './check-arguments.ts';
import type { Target } from './spec.ts';
import type { Connected } from './start-checks.ts';

/** Classes whose argument QUEUES means the nearest where it is empty. */
export const LOOKING = ['RED', 'CoDel'];

/** Why such an element finds none; undefined: it finds some, or nobody knows. */
export function queueProblem(
  router: Connected,
  index: number,
  values: ArgumentValues | undefined,
  target: Target,
): string | undefined {
  const { className } = router.elements[index]!;
  const queues = values?.get('QUEUES');
  if (lookup(className, target) === undefined || !(queues instanceof Uint8Array)) return undefined;
  const named = [...new Uint16Array(queues.buffer)].map((each) => router.elements[each]!);
  const other = named.find((element) => !mayStore(element.className, target));
  if (other) return `${other.name} :: ${other.className} stores no packets`;
  if (named.length > 0 || hasQueueNear(router, index, className, target)) return undefined;
  return `no nearby Queues: ${className} counts the packets in them`;
}

/**
 * Whether packets are stored where the first output leads to, or upstream of the first input, looking no further than
 * the first elements that do: along pushes in one direction, pulls in the other.
 */
function hasQueueNear(router: Connected, start: number, className: string, target: Target): boolean {
  const { elements, connections, isPull } = router;
  const first = connections.findIndex(({ from, fromPort }) => from === start && fromPort === 0);
  const downstream = className !== 'CoDel' && first >= 0 && !isPull[first];
  const next = new Map<number, Connection[]>();
  connections.forEach((connection, i) => {
    const here = downstream ? connection.from : connection.to;
    if (Boolean(isPull[i]) === downstream) return;
    const known = next.get(here);
    if (known) known.push(connection);
    else next.set(here, [connection]);
  });
  const isFirst = ({ fromPort, toPort }: Connection) => (downstream ? fromPort : toPort) === 0;
  const seen = new Set(next.get(start)?.filter(isFirst));
  for (const connection of seen) {
    const there = downstream ? connection.to : connection.from;
    const { className: other } = elements[there]!;
    if (mayStore(other, target)) return true;
    for (const each of next.get(there) ?? []) {
      const [before, behind] = downstream ? [connection, each] : [each, connection];
      if (target !== 'clickforge' || passes(other, before.toPort, behind.fromPort)) seen.add(each);
    }
  }
  return false;
}

/** By the flow code of the class; Click may have been told another one. */
function passes(className: string, input: number, output: number): boolean {
  const [inputs, outputs] = readFlow(lookupAnywhere(className)!.flow);
  const [from, to] = [atPort(inputs, input), atPort(outputs, output)];
  return from !== undefined && to !== undefined && flows(from, input, to, output);
}

/** Elements of which nobody knows may. */
function mayStore(className: string, target: Target): boolean {
  const spec = lookupAnywhere(className);
  return spec === undefined || spec.stores === true || (target !== 'clickforge' && !spec.runtime);
}
