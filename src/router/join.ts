import type { Context } from './context.ts';
import { LimitError, MAX_CONNECTIONS } from './limits.ts';
import { orderByPort, type PortOrder, portRun } from './order.ts';
import type { Scope } from './scope.ts';

/** Connections as columns; `origin` is the number of the declared connection that each begins with. */
export interface Ends {
  from: number[];
  output: number[];
  to: number[];
  input: number[];
  origin: number[];
}

/** Steps through tunnels, beyond which a configuration counts as too large. */
const MAX_STEPS = 50_000_000;

/** The connections between elements proper: what leads into a tunnel is led on to where the tunnel leads. */
export function joinConnections(context: Context): Ends {
  const { root } = context;
  const declared = columns(root);
  if (root.classes.every(({ kind }) => kind !== 'tunnel')) return declared;
  const bySource = orderByPort(root.names.length, declared.from, declared.output);
  reportLooseEnds(context, declared, bySource);
  return new Joiner(context, declared, bySource).join();
}

function columns({ connections, connectionSpans }: Scope): Ends {
  const ends: Ends = { from: [], output: [], to: [], input: [], origin: [] };
  for (let i = 0; i < connectionSpans.length; i++) {
    ends.from.push(connections[i * 4]!);
    ends.output.push(connections[i * 4 + 1]!);
    ends.to.push(connections[i * 4 + 2]!);
    ends.input.push(connections[i * 4 + 3]!);
    ends.origin.push(i);
  }
  return ends;
}

/** Follows connections through tunnels. */
class Joiner {
  private readonly forward: ReadonlyMap<number, number>;
  private readonly isTunnel: Uint8Array;
  private readonly declared: Ends;
  private readonly bySource: PortOrder;
  /** For each connection into a tunnel that one connection leaves: where that chain ends. -1: not known yet. */
  private readonly shortcut: Int32Array;
  /** The source that last came along each connection. */
  private readonly visitor: Int32Array;
  private readonly joined: Ends = { from: [], output: [], to: [], input: [], origin: [] };
  private steps = 0;

  constructor({ root, forward }: Context, declared: Ends, bySource: PortOrder) {
    this.forward = forward;
    this.isTunnel = Uint8Array.from(root.classes, (each) => (each.kind === 'tunnel' ? 1 : 0));
    this.declared = declared;
    this.bySource = bySource;
    this.shortcut = new Int32Array(declared.from.length).fill(-1);
    this.visitor = new Int32Array(declared.from.length).fill(-1);
  }

  join(): Ends {
    const { from } = this.declared;
    for (let c = 0; c < from.length; c++) if (!this.isTunnel[from[c]!]) this.follow(c);
    return this.joined;
  }

  private follow(source: number): void {
    const stack = [source];
    while (stack.length > 0) {
      const c = this.skipAhead(stack.pop()!);
      if (this.visitor[c] === source) continue;
      this.visitor[c] = source;
      if (++this.steps > MAX_STEPS) throw new LimitError('the compounds are connected in too many ways');
      if (!this.isTunnel[this.declared.to[c]!]) this.emit(source, c);
      else {
        const [begin, end] = this.departures(c);
        for (let i = begin; i < end; i++) stack.push(this.bySource.order[i]!);
      }
    }
  }

  private emit(source: number, last: number): void {
    const { declared, joined } = this;
    joined.from.push(declared.from[source]!);
    joined.output.push(declared.output[source]!);
    joined.to.push(declared.to[last]!);
    joined.input.push(declared.input[last]!);
    joined.origin.push(source);
    if (joined.from.length > MAX_CONNECTIONS)
      throw new LimitError(`there are more than ${MAX_CONNECTIONS} connections`);
  }

  /** The last connection of the row that begins with `c` and has no branch. */
  private skipAhead(c: number): number {
    const row: number[] = [];
    let at = c;
    while (this.isTunnel[this.declared.to[at]!] && this.shortcut[at] === -1) {
      const [begin, end] = this.departures(at);
      if (end - begin !== 1) break;
      row.push(at);
      // Marks the row, so that one that leads into itself ends here.
      this.shortcut[at] = at;
      at = this.bySource.order[begin]!;
    }
    const end = this.shortcut[at] === -1 ? at : this.shortcut[at]!;
    for (const each of row) this.shortcut[each] = end;
    return end;
  }

  /** The run of `bySource.order` that leaves the tunnel which `c` leads into. */
  private departures(c: number): [begin: number, end: number] {
    const exit = this.forward.get(this.declared.to[c]!);
    if (exit === undefined) return [0, 0];
    return portRun(this.bySource, this.declared.output, exit, this.declared.input[c]!);
  }
}

/** Reports the ports of compounds that are connected on one side alone. */
function reportLooseEnds(context: Context, ends: Ends, bySource: PortOrder): void {
  const { root, forward } = context;
  const byTarget = orderByPort(root.names.length, ends.to, ends.input);
  for (const [entrance, exit] of forward) {
    const isInput = root.names[exit]!.length > root.names[entrance]!.length;
    const owner = isInput ? entrance : exit;
    const side = isInput ? 'input' : 'output';
    const outside = isInput ? `has no ${side}` : `${side} %d unused`;
    const inside = isInput ? `${side} %d unused` : `has no ${side}`;
    reportMissing(context, owner, outside, [byTarget, ends.input, entrance], [bySource, ends.output, exit]);
    reportMissing(context, owner, inside, [bySource, ends.output, exit], [byTarget, ends.input, entrance]);
  }
}

type Run = [order: PortOrder, ports: number[], element: number];

/** Reports each port that is connected at `here` but not at `there`. */
function reportMissing(context: Context, owner: number, what: string, here: Run, there: Run): void {
  const [{ order, start }, ports, element] = here;
  for (let i = start[element]!; i < start[element + 1]!; i++) {
    const port = ports[order[i]!]!;
    if (i > start[element]! && ports[order[i - 1]!] === port) continue;
    const [begin, end] = portRun(there[0], there[1], there[2], port);
    if (begin < end) continue;
    const { root } = context;
    const text = what.includes('%d') ? what.replace('%d', `${port}`) : `${what} ${port}`;
    const notes = [{ message: 'connected here', span: root.connectionSpans[order[i]!]! }];
    context.error('CF2013', `'${root.names[owner]}' ${text}`, root.spans[owner]!, { notes });
  }
}
