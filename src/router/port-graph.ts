import { AGNOSTIC, atPort, type ClassPorts, type FlowCode, flows } from './class-ports.ts';
import type { PortCounts } from './port-counts.ts';
import type { Router } from './router.ts';

/** An element with more input-output pairs than this has its agnostic ports joined through hubs. */
const MAX_PAIRS = 64;
/** Ports of one element beyond this number are not compared one by one for `[^#]`. */
const MAX_COMPLEMENT = 1024;

/**
 * All ports as nodes: first the inputs of all elements, then the outputs, then hubs. An edge says that its two ends
 * must be of the same kind: a connection, or a way through an element between agnostic ports.
 */
export interface PortGraph {
  ninputs: number;
  nports: number;
  counts: PortCounts;
  nnodes: number;
  /** PUSH or PULL where the class says so, AGNOSTIC otherwise; one entry a node. */
  kinds: Uint8Array;
  /** The element of each node. */
  owner: Int32Array;
  /** The ends of each edge, two entries an edge. */
  ends: number[];
  /** The connection of each edge; -1 inside an element. */
  connection: number[];
}

/** A hub joins agnostic ports that all pass packets to one another. */
class Hubs {
  readonly owners: number[] = [];
  private readonly first: number;
  private readonly edge: (a: number, b: number) => void;

  constructor(first: number, edge: (a: number, b: number) => void) {
    this.first = first;
    this.edge = edge;
  }

  join(element: number, nodes: number[]): void {
    const hub = this.first + this.owners.length;
    this.owners.push(element);
    for (const node of nodes) this.edge(node, hub);
  }
}

export function buildPortGraph(
  router: Router,
  classes: (ClassPorts | undefined)[],
  counts: PortCounts,
): PortGraph {
  const { inputStart, outputStart, isOutside } = counts;
  const nelements = router.elements.length;
  const ninputs = inputStart[nelements]!;
  const nports = ninputs + outputStart[nelements]!;
  const ends: number[] = [];
  const connection: number[] = [];
  for (let c = 0; c < router.connections.length; c++) {
    if (isOutside[c]) continue;
    const { from, fromPort, to, toPort } = router.connections[c]!;
    ends.push(ninputs + outputStart[from]! + fromPort, inputStart[to]! + toPort);
    connection.push(c);
  }
  const fixed = new Uint8Array(nports);
  const owner = new Int32Array(nports);
  for (let e = 0; e < nelements; e++) {
    const ports = classes[e];
    fill(fixed, owner, e, inputStart[e]!, inputStart[e + 1]!, ports?.inputKinds ?? []);
    fill(fixed, owner, e, ninputs + outputStart[e]!, ninputs + outputStart[e + 1]!, ports?.outputKinds ?? []);
  }
  const hubs = new Hubs(nports, (a, b) => {
    ends.push(a, b);
    connection.push(-1);
  });
  for (let e = 0; e < nelements; e++) {
    if (classes[e] !== undefined)
      joinAgnostic(e, classes[e]!, counts, fixed, ninputs, ends, connection, hubs);
  }
  return { ninputs, nports, counts, ...withHubs(fixed, owner, hubs.owners), ends, connection };
}

function fill(
  kinds: Uint8Array,
  owner: Int32Array,
  e: number,
  from: number,
  to: number,
  codes: number[],
): void {
  for (let node = from; node < to; node++) {
    kinds[node] = atPort(codes, node - from) ?? AGNOSTIC;
    owner[node] = e;
  }
}

function withHubs(kinds: Uint8Array, owner: Int32Array, owners: number[]) {
  const nnodes = kinds.length + owners.length;
  if (owners.length === 0) return { nnodes, kinds, owner };
  const allKinds = new Uint8Array(nnodes);
  const allOwners = new Int32Array(nnodes);
  allKinds.set(kinds);
  allOwners.set(owner);
  allOwners.set(owners, owner.length);
  return { nnodes, kinds: allKinds, owner: allOwners };
}

/** Adds the ways through element `e` between its agnostic inputs and outputs. */
function joinAgnostic(
  e: number,
  { inputFlow, outputFlow }: ClassPorts,
  counts: PortCounts,
  kinds: Uint8Array,
  ninputs: number,
  ends: number[],
  connection: number[],
  hubs: Hubs,
): void {
  const firstInput = counts.inputStart[e]!;
  const firstOutput = ninputs + counts.outputStart[e]!;
  const nin = counts.ninputs[e]!;
  const nout = counts.noutputs[e]!;
  if (nin * nout > MAX_PAIRS) {
    const inputs = agnosticPorts(kinds, firstInput, nin, inputFlow);
    joinByHubs(e, inputs, agnosticPorts(kinds, firstOutput, nout, outputFlow), hubs);
    return;
  }
  for (let i = 0; i < nin; i++) {
    if (kinds[firstInput + i] !== AGNOSTIC) continue;
    for (let j = 0; j < nout; j++) {
      if (kinds[firstOutput + j] !== AGNOSTIC) continue;
      if (!flows(atPort(inputFlow, i)!, i, atPort(outputFlow, j)!, j)) continue;
      ends.push(firstInput + i, firstOutput + j);
      connection.push(-1);
    }
  }
}

interface AgnosticPort {
  port: number;
  node: number;
  code: FlowCode;
}

function agnosticPorts(kinds: Uint8Array, first: number, count: number, codes: FlowCode[]): AgnosticPort[] {
  const ports: AgnosticPort[] = [];
  for (let port = 0; port < count; port++) {
    if (kinds[first + port] === AGNOSTIC)
      ports.push({ port, node: first + port, code: atPort(codes, port)! });
  }
  return ports;
}

/** One hub for each letter, and one for each number, that both sides have: as many edges as ports, not pairs. */
function joinByHubs(e: number, inputs: AgnosticPort[], outputs: AgnosticPort[], hubs: Hubs): void {
  for (let letter = 0; letter < 52; letter++) {
    const has = ({ code }: AgnosticPort) =>
      ((letter < 26 ? code.low >> letter : code.high >> (letter - 26)) & 1) === 1;
    const from = inputs.filter(has);
    const to = from.length === 0 ? from : outputs.filter(has);
    if (to.length > 0)
      hubs.join(
        e,
        [...from, ...to].map(({ node }) => node),
      );
  }
  const numbered = new Map(
    outputs.filter(({ code }) => code.hash === 'same').map((each) => [each.port, each]),
  );
  for (const { port, node, code } of inputs) {
    const same = code.hash === 'same' ? numbered.get(port) : undefined;
    if (same !== undefined) hubs.join(e, [node, same.node]);
  }
  for (const input of inputs.slice(0, MAX_COMPLEMENT)) {
    for (const output of outputs.slice(0, MAX_COMPLEMENT)) {
      if (input.code.hash !== 'other' && output.code.hash !== 'other') continue;
      if (flows(input.code, input.port, output.code, output.port)) hubs.join(e, [input.node, output.node]);
    }
  }
}
