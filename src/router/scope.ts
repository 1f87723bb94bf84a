import type { Span } from '../click-config-parser/diagnostic.ts';
import type { ElementClass } from './classes.ts';
import { Column } from './column.ts';
import type { Overloads } from './overloads.ts';
import { Variables } from './variables.ts';

/** A parameter of a compound; `keyword` is '' for a positional one and `__REST__` for the remaining arguments. */
export interface Formal {
  keyword: string;
  variable: string;
}

/** A `define` inside a compound, evaluated anew for each instance. */
export interface Definition {
  variable: string;
  value: string;
}

/** Stands in `Scope.classes` for an element that only passes on what other elements are connected to. */
export const TUNNEL = { kind: 'tunnel' } as const;
export type Tunnel = typeof TUNNEL;

/** The elements and connections of the file or of one alternative of a compound. Parallel arrays, one entry each. */
export class Scope {
  readonly kind = 'compound';
  /** The compound's name; '' for the file and for a compound without one. */
  readonly name: string;
  readonly span: Span;
  /** 0 for the file. */
  readonly depth: number;
  /** Which names are taken in this scope; for the file also their values. */
  readonly variables: Variables;
  readonly formals: Formal[] = [];
  /** The variables of `formals`. */
  readonly formalNames: string[] = [];
  readonly definitions: Definition[] = [];
  ninputs = 0;
  noutputs = 0;
  /** What to try when an instance does not fit this alternative. */
  next: ElementClass | undefined;
  /** This alternative and those after it, looked up by shape; made when the first instance asks. */
  overloads: Overloads | undefined;

  /** Names begin with `;` as long as they are provisional. */
  readonly names: string[] = [];
  readonly classes: (ElementClass | Tunnel)[] = [];
  readonly configs: string[] = [];
  readonly spans: Span[] = [];
  /** Where there is one; as long as the last element that has one asks for. */
  readonly configSpans: (Span | undefined)[] = [];
  /** For an element that came out of a compound, where the outermost compound is used; as long as asked for. */
  readonly origins: (Span | undefined)[] = [];
  /** How many inputs and outputs of each element are in use, counted to the highest. */
  readonly inputsUsed = new Column();
  readonly outputsUsed = new Column();
  readonly index = new Map<string, number>();

  /** Four numbers a connection: from, its output, to, its input. */
  readonly connections = new Column();
  readonly connectionSpans: Span[] = [];

  /** What `find` found last. */
  private foundName = '';
  private found = -1;

  /** The last search of a free number for an anonymous name: its prefix, from where, and what was found. */
  private readonly searches = new Map<string, { from: number; found: number }>();

  constructor(name: string, span: Span, parent: Scope | undefined) {
    this.name = name;
    this.span = span;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.variables = new Variables(parent?.variables, this.depth);
  }

  /** The element of that name; an element keeps its name, but for the ends of groups, which are called the same. */
  find(name: string): number | undefined {
    // A chain often begins with the element that the one before ended with.
    if (name === this.foundName) return this.found;
    const found = this.index.get(name);
    if (found !== undefined && name !== 'input' && name !== 'output') {
      this.foundName = name;
      this.found = found;
    }
    return found;
  }

  /** Adds an element whose name is free, so that later ones cannot have it. Returns its index. */
  declare(name: string, to: ElementClass | Tunnel, config: string, span: Span, configSpan?: Span): number {
    if (name.charCodeAt(0) !== 59) this.index.set(name, this.names.length);
    return this.add(name, to, config, span, configSpan);
  }

  /** Adds an element that nothing will look up by its name. `origin` is where the compound it comes from is used. */
  add(
    name: string,
    to: ElementClass | Tunnel,
    config: string,
    span: Span,
    configSpan: Span | undefined,
    origin?: Span,
  ): number {
    const index = this.names.length;
    this.names.push(name);
    this.classes.push(to);
    this.configs.push(config);
    this.spans.push(span);
    if (configSpan !== undefined) place(this.configSpans, index, configSpan);
    if (origin !== undefined) place(this.origins, index, origin);
    this.inputsUsed.push(0);
    this.outputsUsed.push(0);
    return index;
  }

  /** Connects two elements, or, in the file's scope, tunnels of compounds in use, whose numbers are negative. */
  connect(from: number, output: number, to: number, input: number, span: Span): void {
    const { connections } = this;
    connections.push(from);
    connections.push(output);
    connections.push(to);
    connections.push(input);
    this.connectionSpans.push(span);
    if (from >= 0) this.outputsUsed.raise(from, output + 1);
    if (to >= 0) this.inputsUsed.raise(to, input + 1);
  }

  /** `;Class@K` for the next element; K is its place in the scope, a compound's own two tunnels not counted. */
  provisionalName(className: string): string {
    const hidden = this.depth > 0 ? 2 : 0;
    return `;${className}@${this.names.length - hidden + 1}`;
  }

  /** Gives the element its lasting name: K is increased until the name is free. */
  settleName(index: number): string {
    let name = this.names[index]!;
    if (name.charCodeAt(0) !== 59) return name;
    name = name.substring(1);
    if (this.index.has(name)) name = this.freeName(name);
    this.index.set(name, index);
    this.names[index] = name;
    return name;
  }

  private freeName(taken: string): string {
    const at = taken.lastIndexOf('@') + 1;
    const prefix = taken.substring(0, at);
    const from = Number.parseInt(taken.substring(at), 10);
    const before = this.searches.get(prefix);
    // Names never become free again, so all numbers that an earlier search passed are still taken.
    const isPassed = before !== undefined && before.from <= from && from <= before.found;
    let found = (isPassed ? before.found : from) + 1;
    while (this.index.has(prefix + found)) found++;
    this.searches.set(prefix, { from: isPassed ? before.from : from, found });
    return prefix + found;
  }
}

/** Sets an entry of a list that may end before it. */
function place<T>(list: (T | undefined)[], index: number, value: T): void {
  while (list.length < index) list.push(undefined);
  list.push(value);
}
