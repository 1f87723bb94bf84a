import type { Diagnostic } from '../click-config-parser/index.ts';
import type { ResolvedElement, Router } from '../router/index.ts';
import { SCRIPTS } from './arguments/script-call.ts';
import type { ArgumentValues } from './check-arguments.ts';
import { Findings } from './findings.ts';
import { LOOKING, NearbyQueues } from './nearby-queue.ts';
import { pullCircle } from './pull-depth.ts';
import type { Target } from './spec.ts';

/** A router whose connections are known to be push or pull. */
export interface Connected extends Pick<Router, 'elements' | 'connections'> {
  /** By connection. */
  isPull: boolean[];
}

/**
 * What keeps the elements of a router from starting though each of them is right in itself. `ports` and `values` are by
 * element; nothing is found where ports are not known.
 * The simulator says the same in Click's words when it starts.
 */
export function checkStart(
  { elements, connections }: Router,
  ports: readonly Pick<ResolvedElement, 'outputs'>[],
  values: readonly (ArgumentValues | undefined)[],
  target: Target,
): Diagnostic[] {
  if (target === 'simulator' || ports.length === 0) return [];
  const isPull = connections.map(({ from, fromPort }) => ports[from]!.outputs[fromPort] === 'pull');
  const router: Connected = { elements, connections, isPull };
  const findings = new Findings();
  const report = (index: number, message: string, hint?: string) => {
    const element = elements[index]!;
    const span = element.configSpan ?? element.span;
    findings.add(element, { code: 'CF4009', severity: 'error', message, span, ...(hint && { hint }) });
  };
  const queues = new NearbyQueues(router, target);
  let driver: string | undefined;
  elements.forEach(({ name, className }, index) => {
    const given = values[index];
    if (LOOKING.includes(className)) {
      const problem = queues.problem(index, given);
      if (problem) report(index, problem, QUEUE_HINT);
    } else if (SCRIPTS.includes(className) && isDriver(given)) {
      if (driver !== undefined) report(index, `there is a driver script already, ${driver}`);
      driver ??= name;
    }
  });
  const circle = target === 'clickforge' ? pullCircle(router) : undefined;
  if (circle) report(circle.index, circle.message);
  return findings.list();
}

const QUEUE_HINT = 'name an element that does: QUEUES NAME';

const DRIVER = 3;

function isDriver(values: ArgumentValues | undefined): boolean {
  const type = values?.get('TYPE');
  return type instanceof Uint8Array ? Buffer.from(type).toString('latin1') === 'DRIVER' : type === DRIVER;
}
