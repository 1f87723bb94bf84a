import type { Span } from '../click-config-parser/diagnostic.ts';
import type { Context } from './context.ts';
import { TUNNEL } from './scope.ts';

/**
 * A compound or group in use: what is connected to an input of `element` comes out of `input`, and what is connected
 * to `output` comes out of `element`. Elements of the scope, or negative numbers that stand for none.
 */
export interface Tunnels {
  name: string;
  span: Span;
  element: number;
  input: number;
  output: number;
}

/** Adds a group's three tunnels to the scope at hand: they count as elements, which later names show. */
export function addGroupTunnels(context: Context, name: string, span: Span): Tunnels {
  const { scope } = context;
  const [element, input, output] = [name, `${name}/input`, `${name}/output`].map((each) =>
    scope.add(each, TUNNEL, '', span, undefined),
  ) as [number, number, number];
  const tunnels: Tunnels = { name, span, element, input, output };
  if (scope.depth === 0) context.tunnels.push(tunnels);
  return tunnels;
}

/** Makes the tunnels of a compound, or of a group inside one, that is put into the file's scope. */
export function addTunnels(context: Context, name: string, span: Span, element?: number): Tunnels {
  const next = -1 - context.tunnels.length * 3;
  const tunnels: Tunnels = { name, span, element: element ?? next, input: next - 1, output: next - 2 };
  context.tunnels.push(tunnels);
  if (context.hasSlashes) reportTaken(context, tunnels);
  return tunnels;
}

function reportTaken(context: Context, { name, span, element }: Tunnels): void {
  const { index, spans } = context.root;
  for (const taken of [name, `${name}/input`, `${name}/output`]) {
    const existing = index.get(taken);
    if (existing !== undefined && existing !== element) reportClash(context, taken, span, spans[existing]!);
  }
}

export function reportClash(context: Context, name: string, span: Span, earlier: Span): void {
  const notes = [{ message: `'${name}' previously declared here`, span: earlier }];
  context.error('CF2003', `redeclaration of element '${name}'`, span, { notes });
}
