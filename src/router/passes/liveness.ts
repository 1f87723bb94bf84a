import { atPort, type ClassPorts, flows } from '../class-ports.ts';
import type { Router } from '../router.ts';

/** For each connection 1 when a packet can come along it, and 1 when that packet can get somewhere. */
export interface Liveness {
  isReached: Uint8Array;
  leadsOn: Uint8Array;
}

/** The port codes of each element's class. */
type Classes = (ClassPorts | undefined)[];

/**
 * Follows packets from where they arise, and back from where they end. An element makes packets when it can do
 * without inputs, or at outputs that no input flows to; likewise it takes packets in when it can do without
 * outputs, has none in use, or at inputs that flow to none. An Idle does neither. `isPull`: by connection.
 */
export function findLiveness(router: Router, classes: Classes, isPull: ArrayLike<number>): Liveness {
  const [backwards, turned] = reverse(router, classes);
  const leadsOn = follow(backwards, turned, true);
  keepPulls(router, isPull, leadsOn);
  return { isReached: follow(router, classes, false), leadsOn };
}

/**
 * Who pulls moves packets, and leaves less for others, even where it leads nowhere itself: what a queue has no room for,
 * what a tee copies or a check refuses depends on it. So with one way out of an element all others that are pulled, and
 * whatever lies behind these, count too.
 */
function keepPulls({ elements, connections }: Router, isPull: ArrayLike<number>, leadsOn: Uint8Array): void {
  const outputs: number[][] = elements.map(() => []);
  connections.forEach(({ from, to }, c) => {
    if (elements[to]!.className !== 'Idle') outputs[from]!.push(c);
  });
  const marked: number[] = [];
  const mark = (c: number) => {
    if (leadsOn[c] === 0) marked.push(c);
    leadsOn[c] = 1;
  };
  const looked = new Uint8Array(elements.length);
  const look = (element: number) => {
    if (looked[element] === 1) return;
    looked[element] = 1;
    for (const c of outputs[element]!) if (isPull[c]) mark(c);
  };
  connections.forEach(({ from }, c) => {
    if (leadsOn[c] === 1) look(from);
  });
  const passed = new Uint8Array(elements.length);
  for (let c = marked.pop(); c !== undefined; c = marked.pop()) {
    const { from, to } = connections[c]!;
    look(from);
    if (passed[to] === 1) continue;
    passed[to] = 1;
    for (const each of outputs[to]!) mark(each);
  }
}

function append(outputs: Outputs, port: number, connection: number): void {
  const list = outputs.get(port);
  if (list) list.push(connection);
  else outputs.set(port, [connection]);
}

/** The same router as packets would see it that run backwards. */
function reverse(router: Router, classes: Classes): [Router, Classes] {
  const connections = router.connections.map(({ from, fromPort, to, toPort, span }) => ({
    from: to,
    fromPort: toPort,
    to: from,
    toPort: fromPort,
    span,
  }));
  const turned = classes.map(
    (ports) =>
      ports && {
        ...ports,
        inputs: ports.outputs,
        outputs: ports.inputs,
        inputFlow: ports.outputFlow,
        outputFlow: ports.inputFlow,
      },
  );
  return [{ ...router, connections }, turned];
}

/** Connections by the output port that they leave. */
type Outputs = Map<number, number[]>;

/** `endless`: elements of any number of inputs begin a way where none is in use. */
function follow({ elements, connections }: Router, classes: Classes, endless: boolean): Uint8Array {
  const outputs: Outputs[] = elements.map(() => new Map());
  const inputs: Set<number>[] = elements.map(() => new Set());
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
      if (isSource(classes[element], inputs[element]!, port, endless)) leave(element, port);
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

function isSource(
  ports: ClassPorts | undefined,
  inputs: Set<number>,
  output: number,
  endless: boolean,
): boolean {
  if (ports === undefined) return inputs.size === 0;
  const [least, most] = ports.inputs;
  if (least === 0 && (most !== Number.POSITIVE_INFINITY || (endless && inputs.size === 0))) return true;
  const considered = isUniform(ports) ? [...inputs].slice(0, 1) : [...inputs];
  return considered.length > 0 && !considered.some((input) => passes(ports, input, output));
}

function passes(ports: ClassPorts | undefined, input: number, output: number): boolean {
  if (ports === undefined) return true;
  return flows(atPort(ports.inputFlow, input)!, input, atPort(ports.outputFlow, output)!, output);
}

function isUniform(ports: ClassPorts | undefined): boolean {
  if (ports === undefined) return true;
  const codes = [...ports.inputFlow, ...ports.outputFlow];
  return codes.length === 2 && codes.every(({ hash }) => hash === '');
}
