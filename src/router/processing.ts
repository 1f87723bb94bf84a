import type { Diagnostic, Note } from '../click-config-parser/index.ts';
import { AGNOSTIC, PUSH } from './class-ports.ts';
import type { PortGraph } from './port-graph.ts';
import type { Router } from './router.ts';

/** Elements that a note on a path names at most; of longer paths the middle is left out. */
const MAX_PATH = 12;

/**
 * Spreads push and pull from the ports that have a kind to those that take it from what they are connected to, and
 * reports where a push end meets a pull end. What nothing reaches is push. Returns the kind of each port.
 */
export function resolveProcessing(
  router: Router,
  graph: PortGraph,
  report: (d: Diagnostic) => void,
): Uint8Array {
  const { nports, nnodes, ends } = graph;
  const kinds = graph.kinds.slice();
  const { start, edges } = adjacency(graph);
  const parent = new Int32Array(nnodes).fill(-1);
  const queue = new Int32Array(nnodes);
  let filled = 0;
  for (let node = 0; node < nports; node++) if (kinds[node] !== AGNOSTIC) queue[filled++] = node;
  for (let head = 0; head < filled; head++) {
    const node = queue[head]!;
    for (let i = start[node]!; i < start[node + 1]!; i++) {
      const edge = edges[i]!;
      const other = ends[edge * 2] === node ? ends[edge * 2 + 1]! : ends[edge * 2]!;
      if (kinds[other] !== AGNOSTIC) continue;
      kinds[other] = kinds[node]!;
      parent[other] = edge;
      queue[filled++] = other;
    }
  }
  reportConflicts(router, graph, kinds, parent, report);
  for (let node = 0; node < nports; node++) if (kinds[node] === AGNOSTIC) kinds[node] = PUSH;
  return kinds.subarray(0, nports);
}

/** The edges of each node. */
function adjacency({ nnodes, ends }: PortGraph): { start: Int32Array; edges: Int32Array } {
  const start = new Int32Array(nnodes + 1);
  for (let i = 0; i < ends.length; i++) start[ends[i]! + 1]!++;
  for (let node = 0; node < nnodes; node++) start[node + 1]! += start[node]!;
  const next = start.slice();
  const edges = new Int32Array(ends.length);
  for (let i = 0; i < ends.length; i++) edges[next[ends[i]!]!++] = i >> 1;
  return { start, edges };
}

function reportConflicts(
  router: Router,
  graph: PortGraph,
  kinds: Uint8Array,
  parent: Int32Array,
  report: (d: Diagnostic) => void,
): void {
  const mixed = new Set<number>();
  for (let edge = 0; edge < graph.connection.length; edge++) {
    const a = graph.ends[edge * 2]!;
    const b = graph.ends[edge * 2 + 1]!;
    if (kinds[a] === kinds[b]) continue;
    const isReal = graph.connection[edge]! >= 0;
    const element = graph.owner[a]!;
    if (!isReal && mixed.has(element)) continue;
    if (!isReal) mixed.add(element);
    report(conflict(router, graph, kinds, parent, edge));
  }
}

function conflict(
  router: Router,
  graph: PortGraph,
  kinds: Uint8Array,
  parent: Int32Array,
  edge: number,
): Diagnostic {
  const a = realPort(graph, parent, graph.ends[edge * 2]!);
  const b = realPort(graph, parent, graph.ends[edge * 2 + 1]!);
  const c = graph.connection[edge]!;
  const element = router.elements[graph.owner[a]!]!;
  const message =
    c >= 0
      ? `${describe(router, graph, kinds, a)} connected to ${describe(router, graph, kinds, b)}`
      : `agnostic '${element.name} :: ${element.className}' in mixed context: ` +
        `${portName(graph, kinds, a)}, ${portName(graph, kinds, b)}`;
  const span = c >= 0 ? router.connections[c]!.span : element.span;
  const isAPush = kinds[a] === PUSH;
  const push = pathToSource(graph, parent, isAPush ? a : b).reverse();
  const pull = pathToSource(graph, parent, isAPush ? b : a);
  const notes = pathNotes(router, graph, kinds, push, pull);
  const hint = hintFor(graph, push[0]!, pull.at(-1)!);
  return { code: 'CF3002', severity: 'error', message, span, notes, hint };
}

/** What goes from a port whose class says push to one whose class says pull, or the other way round. */
function hintFor({ ninputs }: PortGraph, push: number, pull: number): string {
  const [queue, unqueue] = ['put a Queue between the push end and the pull end', 'put an Unqueue'];
  const isPushFirst = push >= ninputs;
  const isPullFirst = pull >= ninputs;
  if (isPushFirst && !isPullFirst) return queue;
  if (isPullFirst && !isPushFirst) return `${unqueue} between the pull end and the push end`;
  return `${queue}, or ${unqueue.substring(4)} from pull to push`;
}

/** A hub stands for the port that gave it its kind. */
function realPort({ nports, ends }: PortGraph, parent: Int32Array, node: number): number {
  if (node < nports) return node;
  const edge = parent[node]!;
  return ends[edge * 2] === node ? ends[edge * 2 + 1]! : ends[edge * 2]!;
}

/** The ports from `node` back to the one whose class says push or pull. */
function pathToSource({ nports, ends }: PortGraph, parent: Int32Array, node: number): number[] {
  const path = [node];
  for (let edge = parent[node]!; edge >= 0; edge = parent[node]!) {
    node = ends[edge * 2] === node ? ends[edge * 2 + 1]! : ends[edge * 2]!;
    if (node < nports) path.push(node);
  }
  return path;
}

function pathNotes(
  router: Router,
  graph: PortGraph,
  kinds: Uint8Array,
  push: number[],
  pull: number[],
): Note[] {
  const source = push[0]!;
  const sink = pull.at(-1)!;
  const note = (what: string, port: number): Note => ({
    message: `${what} ${describe(router, graph, kinds, port)}`,
    span: router.elements[graph.owner[port]!]!.span,
  });
  const between = [...new Set([...push, ...pull].map((port) => graph.owner[port]!))].filter(
    (e) => e !== graph.owner[source] && e !== graph.owner[sink],
  );
  const through = between.map((e): Note => {
    const { name, className, span } = router.elements[e]!;
    return { message: `through '${name} :: ${className}'`, span };
  });
  if (through.length > MAX_PATH) {
    const left = through.length - MAX_PATH;
    through.splice(MAX_PATH / 2, left, { message: `through ${left} more elements` });
  }
  return [note('push begins at', source), ...through, note('pull begins at', sink)];
}

function describe(router: Router, graph: PortGraph, kinds: Uint8Array, port: number): string {
  const { name, className } = router.elements[graph.owner[port]!]!;
  return `'${name} :: ${className}' ${portName(graph, kinds, port)}`;
}

/** `push output 0`. */
function portName(graph: PortGraph, kinds: Uint8Array, port: number): string {
  const { inputStart, outputStart } = graph.counts;
  const isInput = port < graph.ninputs;
  const e = graph.owner[port]!;
  const first = isInput ? inputStart[e]! : graph.ninputs + outputStart[e]!;
  return `${kinds[port] === PUSH ? 'push' : 'pull'} ${isInput ? 'input' : 'output'} ${port - first}`;
}
