import type { ClassPorts } from '../class-ports.ts';
import { append, isUniform, type PortLinks, passes, someOf, type Ways } from './ways.ts';

/**
 * For each connection 1 when packets can come along it. An element makes packets when it can do without inputs, or at
 * outputs that no input flows to; an Idle makes none.
 */
export function findReached({ router: { elements, connections }, classes }: Ways): Uint8Array {
  const outputs = elements.map((): PortLinks => new Map());
  const inputs = elements.map((): Set<number> => new Set());
  connections.forEach(({ from, fromPort, to, toPort }, c) => {
    append(outputs[from]!, fromPort, c);
    inputs[to]!.add(toPort);
  });
  const marked = new Uint8Array(connections.length);
  const arrivals: number[] = [];
  const leave = (element: number, port: number) => {
    for (const c of outputs[element]!.get(port)!) {
      if (marked[c] === 0) arrivals.push(c);
      marked[c] = 1;
    }
  };
  elements.forEach(({ className }, element) => {
    if (className === 'Idle') return;
    for (const port of outputs[element]!.keys())
      if (isSource(classes[element], inputs[element]!, port)) leave(element, port);
  });
  const entered = elements.map(() => new Set<number>());
  for (let c = arrivals.pop(); c !== undefined; c = arrivals.pop()) {
    const { to, toPort } = connections[c]!;
    // Where every input leads to the same outputs, the first packet has opened them all.
    const input = isUniform(classes[to]) ? 0 : toPort;
    if (elements[to]!.className === 'Idle' || entered[to]!.has(input)) continue;
    entered[to]!.add(input);
    for (const port of outputs[to]!.keys()) if (passes(classes[to], input, port)) leave(to, port);
  }
  return marked;
}

function isSource(ports: ClassPorts | undefined, inputs: Set<number>, output: number): boolean {
  if (ports === undefined) return inputs.size === 0;
  const [least, most] = ports.inputs;
  if (least === 0 && most !== Number.POSITIVE_INFINITY) return true;
  const considered = someOf(ports, inputs);
  return considered.length > 0 && !considered.some((input) => passes(ports, input, output));
}
