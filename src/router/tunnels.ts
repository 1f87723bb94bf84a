import type { Span } from '../click-config-parser/diagnostic.ts';
import type { Context } from './context.ts';
import { TUNNEL } from './scope.ts';

/** The three elements of a compound or group in use: itself, its `/input` and its `/output`. */
export type Tunnels = [element: number, input: number, output: number];

/**
 * Adds the tunnels `name`, `name/input`, `name/output` to the scope at hand. What is connected to an input of
 * `name` comes out of `name/input`, and what is connected to `name/output` comes out of `name`.
 */
export function addTunnels(context: Context, name: string, span: Span): Tunnels {
  const { scope } = context;
  const names = [name, `${name}/input`, `${name}/output`];
  const tunnels = names.map((each) => scope.index.get(each) ?? scope.add(each, TUNNEL, '', span, undefined));
  if (scope.depth > 0) return tunnels as Tunnels;
  const [element, input, output] = tunnels as Tunnels;
  const clash =
    tunnels.find((each) => scope.classes[each] !== TUNNEL) ??
    tunnels.find((each) => context.forward.has(each));
  if (clash === undefined) {
    context.forward.set(element, input);
    context.forward.set(output, element);
  } else reportClash(context, scope.names[clash]!, span, scope.spans[clash]!);
  return [element, input, output];
}

export function reportClash(context: Context, name: string, span: Span, earlier: Span): void {
  const notes = [{ message: `'${name}' previously declared here`, span: earlier }];
  context.error('CF2003', `redeclaration of element '${name}'`, span, { notes });
}
