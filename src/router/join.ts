import type { Context } from './context.ts';
import { LimitError, MAX_CONNECTIONS } from './limits.ts';
import { orderByPort, type PortOrder, runEnd, runStart } from './order.ts';
import type { Scope } from './scope.ts';
import type { Tunnels } from './tunnels.ts';

/** Connections as columns; `origin` is the number of the declared connection that each begins with. */
export interface Ends<Column extends ArrayLike<number> = ArrayLike<number>> {
  from: Column;
  output: Column;
  to: Column;
  input: Column;
  origin: Column;
}

export function noEnds(): Ends<number[]> {
  return { from: [], output: [], to: [], input: [], origin: [] };
}

/** Steps through tunnels, beyond which a configuration counts as too large. */
const MAX_STEPS = 50_000_000;

/** The connections between elements proper: what leads into a tunnel is led on to where the tunnel leads. */
export function joinConnections(context: Context): Ends {
  const { root, tunnels } = context;
  const declared = declaredEnds(root);
  if (tunnels.length === 0) return declared;
  const joiner = new Joiner(context, declared);
  joiner.reportLooseEnds();
  return joiner.join();
}

/** The scope's connections; the negative numbers of tunnels follow those of its elements. */
function declaredEnds({ names, connections, connectionSpans }: Scope): Ends {
  const count = connectionSpans.length;
  const { values } = connections;
  const column = () => new Int32Array(count);
  const ends = { from: column(), output: column(), to: column(), input: column(), origin: column() };
  for (let c = 0; c < count; c++) {
    ends.from[c] = nodeOf(values[c * 4]!, names.length);
    ends.output[c] = values[c * 4 + 1]!;
    ends.to[c] = nodeOf(values[c * 4 + 2]!, names.length);
    ends.input[c] = values[c * 4 + 3]!;
    ends.origin[c] = c;
  }
  return ends;
}

function nodeOf(element: number, count: number): number {
  return element < 0 ? count - element - 1 : element;
}

const UNKNOWN = -1;
/** This less the number of the next connection, while a row is being walked. */
const ON_THE_WAY = -2;

/** Follows connections through tunnels. */
class Joiner {
  private readonly context: Context;
  private readonly declared: Ends;
  private readonly bySource: PortOrder;
  private readonly nnodes: number;
  /** 1 for a tunnel. */
  private readonly isTunnel: Uint8Array;
  /** Where a tunnel leads; -1 for everything else. */
  private readonly exit: Int32Array;
  /** For each connection into a tunnel that one connection leaves: where that row ends, or UNKNOWN. */
  private readonly shortcut: Int32Array;
  /** The source that last came along each connection. */
  private readonly visitor: Int32Array;
  private readonly joined = noEnds();
  private steps = 0;

  constructor(context: Context, declared: Ends) {
    const { root, tunnels } = context;
    const nelements = root.names.length;
    this.context = context;
    this.declared = declared;
    this.nnodes = nelements + tunnels.length * 3;
    this.bySource = orderByPort(this.nnodes, declared.from, declared.output);
    this.isTunnel = new Uint8Array(this.nnodes).fill(1, nelements);
    for (let i = 0; i < nelements; i++) if (root.classes[i]!.kind === 'tunnel') this.isTunnel[i] = 1;
    this.exit = new Int32Array(this.nnodes).fill(-1);
    for (const { element, input, output } of tunnels) {
      this.exit[nodeOf(element, nelements)] = nodeOf(input, nelements);
      this.exit[nodeOf(output, nelements)] = nodeOf(element, nelements);
    }
    this.shortcut = new Int32Array(declared.from.length).fill(UNKNOWN);
    this.visitor = new Int32Array(declared.from.length).fill(-1);
  }

  join(): Ends {
    const { from } = this.declared;
    for (let c = 0; c < from.length; c++) if (!this.isTunnel[from[c]!]) this.follow(c);
    return this.joined;
  }

  private follow(source: number): void {
    const first = this.skipAhead(source);
    if (!this.isTunnel[this.declared.to[first]!]) {
      this.emit(source, first);
      return;
    }
    const stack = [first];
    while (stack.length > 0) {
      const c = this.skipAhead(stack.pop()!);
      if (this.visitor[c] === source) continue;
      this.visitor[c] = source;
      if (++this.steps > MAX_STEPS) throw new LimitError('the compounds are connected in too many ways');
      if (!this.isTunnel[this.declared.to[c]!]) this.emit(source, c);
      else {
        const begin = this.firstDeparture(c);
        const end = this.lastDeparture(c, begin);
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
    if (joined.from.length > MAX_CONNECTIONS) {
      throw new LimitError(`there are more than ${MAX_CONNECTIONS} connections`);
    }
  }

  /** The last connection of the row that begins with `c` and has no branch. */
  private skipAhead(c: number): number {
    const { shortcut } = this;
    let at = c;
    while (this.isTunnel[this.declared.to[at]!] && shortcut[at] === UNKNOWN) {
      const begin = this.firstDeparture(at);
      if (this.lastDeparture(at, begin) - begin !== 1) break;
      const next = this.bySource.order[begin]!;
      // Where the row goes on, until its end is known; a row that leads into itself ends where that is met.
      shortcut[at] = ON_THE_WAY - next;
      at = next;
    }
    const end = shortcut[at]! >= 0 ? shortcut[at]! : at;
    for (let each = c; shortcut[each]! <= ON_THE_WAY; ) {
      const next = ON_THE_WAY - shortcut[each]!;
      shortcut[each] = end;
      each = next;
    }
    return end;
  }

  /** Where in `bySource.order` those begin that leave the tunnel which `c` leads into. */
  private firstDeparture(c: number): number {
    const exit = this.exit[this.declared.to[c]!]!;
    return exit < 0 ? 0 : runStart(this.bySource, this.declared.output, exit, this.declared.input[c]!);
  }

  private lastDeparture(c: number, first: number): number {
    const exit = this.exit[this.declared.to[c]!]!;
    return exit < 0 ? 0 : runEnd(this.bySource, this.declared.output, exit, this.declared.input[c]!, first);
  }

  /** Reports the ports of compounds and groups that are connected on one side alone. */
  reportLooseEnds(): void {
    const { declared, context, bySource } = this;
    const count = context.root.names.length;
    const arrivals: Side = {
      order: orderByPort(this.nnodes, declared.to, declared.input),
      ports: declared.input,
    };
    const departures: Side = { order: bySource, ports: declared.output };
    for (const tunnels of context.tunnels) {
      const element = nodeOf(tunnels.element, count);
      const input = nodeOf(tunnels.input, count);
      const output = nodeOf(tunnels.output, count);
      this.reportMissing(tunnels, 'has no input %', arrivals, element, departures, input);
      this.reportMissing(tunnels, 'input % unused', departures, input, arrivals, element);
      this.reportMissing(tunnels, 'has no output %', departures, element, arrivals, output);
      this.reportMissing(tunnels, 'output % unused', arrivals, output, departures, element);
    }
  }

  /** Reports each port of `node` that is connected at `here` but not, as one of `partner`, at `there`. */
  private reportMissing(
    tunnels: Tunnels,
    what: string,
    here: Side,
    node: number,
    there: Side,
    partner: number,
  ): void {
    const { order, start } = here.order;
    let last = -1;
    for (let i = start[node]!; i < start[node + 1]!; i++) {
      const c = order[i]!;
      const port = here.ports[c]!;
      if (port === last) continue;
      last = port;
      const found = runStart(there.order, there.ports, partner, port);
      if (runEnd(there.order, there.ports, partner, port, found) > found) continue;
      const { connectionSpans } = this.context.root;
      const notes = [{ message: 'connected here', span: connectionSpans[this.declared.origin[c]!]! }];
      const message = `'${nameOf(this.context, tunnels)}' ${what.replace('%', `${port}`)}`;
      this.context.error('CF2013', message, tunnels.span, { notes });
    }
  }
}

/** The connections by one of their ends. */
interface Side {
  order: PortOrder;
  ports: ArrayLike<number>;
}

/** A group's name is settled after its tunnels are made. */
function nameOf({ root }: Context, { name, element }: Tunnels): string {
  return element < 0 ? name : root.names[element]!;
}
