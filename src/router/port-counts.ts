import type { Diagnostic, Note } from '../click-config-parser/index.ts';
import type { ClassPorts } from './class-ports.ts';
import type { Router } from './router.ts';

/** How many ports each element has, and where its ports begin in arrays that hold those of all elements. */
export interface PortCounts {
  ninputs: Int32Array;
  noutputs: Int32Array;
  /** One entry more than elements. */
  inputStart: Int32Array;
  outputStart: Int32Array;
  /** 1 for a connection that leads to or from a port that does not exist. */
  isOutside: Uint8Array;
}

/** With more ports than this there are more than connections allow, so most are unused. */
const MAX_PORTS = 20_000_000;

/**
 * Fits the ports in use into what each class allows, and reports those that are outside. Undefined when there are
 * too many ports to look at, which is reported.
 */
export function countPorts(
  router: Router,
  classes: (ClassPorts | undefined)[],
  report: (d: Diagnostic) => void,
): PortCounts | undefined {
  const { elements, connections } = router;
  const ninputs = new Int32Array(elements.length);
  const noutputs = new Int32Array(elements.length);
  for (const { from, fromPort, to, toPort } of connections) {
    if (noutputs[from]! <= fromPort) noutputs[from] = fromPort + 1;
    if (ninputs[to]! <= toPort) ninputs[to] = toPort + 1;
  }
  for (let e = 0; e < elements.length; e++) {
    const ports = classes[e];
    if (ports === undefined) continue;
    ninputs[e] = clamp(ninputs[e]!, ports.inputs);
    noutputs[e] = ports.equal < 0 ? clamp(noutputs[e]!, ports.outputs) : ninputs[e]! + ports.equal;
  }
  if (total(ninputs) + total(noutputs) > MAX_PORTS) {
    const message = `the elements have more than ${MAX_PORTS} ports`;
    report({ code: 'CF2025', severity: 'error', message, span: elements[0]!.span });
    return undefined;
  }
  const isOutside = reportOutside(router, ninputs, noutputs, report);
  return { ninputs, noutputs, inputStart: starts(ninputs), outputStart: starts(noutputs), isOutside };
}

function clamp(count: number, range: readonly [least: number, most: number]): number {
  // By index: the pattern of an array takes an iterator, for each element twice.
  return count < range[0] ? range[0] : count > range[1] ? range[1] : count;
}

function total(counts: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}

function starts(counts: Int32Array): Int32Array {
  const start = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) start[i + 1] = start[i]! + counts[i]!;
  return start;
}

function reportOutside(
  { elements, connections }: Router,
  ninputs: Int32Array,
  noutputs: Int32Array,
  report: (d: Diagnostic) => void,
): Uint8Array {
  const isOutside = new Uint8Array(connections.length);
  const seen = new Set<string>();
  const outside = (c: number, element: number, side: 'input' | 'output', port: number, count: number) => {
    isOutside[c] = 1;
    const key = `${element} ${side} ${port}`;
    if (seen.has(key)) return;
    seen.add(key);
    const { name, className, span } = elements[element]!;
    const notes: Note[] = [{ message: 'used here', span: connections[c]!.span }];
    const numbers = count === 1 ? `its only ${side} is 0` : `its ${side}s are 0 to ${count - 1}`;
    const hint = count === 0 ? `it has no ${side}s` : numbers;
    report({
      code: 'CF3001',
      severity: 'error',
      message: `'${name} :: ${className}' has no ${side} ${port}`,
      span,
      notes,
      hint,
    });
  };
  for (let c = 0; c < connections.length; c++) {
    const { from, fromPort, to, toPort } = connections[c]!;
    if (fromPort >= noutputs[from]!) outside(c, from, 'output', fromPort, noutputs[from]!);
    if (toPort >= ninputs[to]!) outside(c, to, 'input', toPort, ninputs[to]!);
  }
  return isOutside;
}
