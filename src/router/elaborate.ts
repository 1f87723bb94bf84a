import type { Diagnostic, Tree } from '../click-config-parser/index.ts';
import { Context, type ElaborateOptions } from './context.ts';
import { instantiateAll } from './instantiate.ts';
import { type Ends, joinConnections, noEnds } from './join.ts';
import { LimitError } from './limits.ts';
import { orderByPort } from './order.ts';
import type { Connection, Router, RouterElement } from './router.ts';
import { elaborateStatements } from './statements.ts';

export interface ElaborateResult {
  router: Router;
  diagnostics: Diagnostic[];
}

/** Turns a tree into one flat router: scopes, variables, compounds, groups and libraries are resolved. */
export function elaborate(tree: Tree, options: ElaborateOptions): ElaborateResult {
  const context = new Context(tree.file, options);
  context.sources.set(tree.file, tree.source);
  let ends: Ends = noEnds();
  try {
    elaborateStatements(context, tree.statements);
    instantiateAll(context);
    ends = joinConnections(context);
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    context.error('CF2025', error.message, { file: tree.file, start: 0, end: 0 });
  }
  return { router: flatRouter(context, ends), diagnostics: context.diagnostics };
}

function flatRouter(context: Context, ends: Ends): Router {
  const { root, requirements, sources } = context;
  const numbers = new Int32Array(root.names.length).fill(-1);
  const elements: RouterElement[] = [];
  for (let i = 0; i < root.names.length; i++) {
    if (root.classes[i]!.kind === 'tunnel') continue;
    numbers[i] = elements.length;
    elements.push(routerElement(context, i));
  }
  return {
    elements,
    connections: sortedConnections(context, ends, numbers, elements.length),
    requirements,
    sources,
  };
}

/** Written out by case, so that an object gets its fields at once and not one after the other. */
function routerElement({ root }: Context, i: number): RouterElement {
  const to = root.classes[i]!;
  const name = root.names[i]!;
  const className = to.kind === 'tunnel' ? '' : to.name;
  const config = root.configs[i]!;
  const span = root.spans[i]!;
  const configSpan = root.configSpans[i];
  const declaredIn = root.origins[i];
  if (declaredIn === undefined) {
    return configSpan === undefined
      ? { name, className, config, span }
      : { name, className, config, span, configSpan };
  }
  if (configSpan === undefined) return { name, className, config, span, declaredIn };
  return { name, className, config, span, configSpan, declaredIn };
}

/** Ordered by target, its input, source, its output; of equal ones the first stays. */
function sortedConnections(context: Context, ends: Ends, numbers: Int32Array, count: number): Connection[] {
  const { connectionSpans } = context.root;
  const { output, input, origin } = ends;
  const from = renumber(ends.from, numbers);
  const to = renumber(ends.to, numbers);
  const { order } = orderByPort(count, to, input);
  sortEqualTargets(order, from, to, ends);
  const connections: Connection[] = [];
  let last = -1;
  for (let i = 0; i < order.length; i++) {
    const c = order[i]!;
    const isSame =
      last >= 0 &&
      to[c] === to[last] &&
      input[c] === input[last] &&
      from[c] === from[last] &&
      output[c] === output[last];
    if (isSame) continue;
    last = c;
    const span = connectionSpans[origin[c]!]!;
    connections.push({ from: from[c]!, fromPort: output[c]!, to: to[c]!, toPort: input[c]!, span });
  }
  return connections;
}

function renumber(elements: ArrayLike<number>, numbers: Int32Array): Int32Array {
  const renumbered = new Int32Array(elements.length);
  for (let i = 0; i < elements.length; i++) renumbered[i] = numbers[elements[i]!]!;
  return renumbered;
}

function sortEqualTargets(
  order: Int32Array,
  from: Int32Array,
  to: Int32Array,
  { output, input }: Ends,
): void {
  for (let begin = 0; begin < order.length; ) {
    const first = order[begin]!;
    let end = begin + 1;
    while (end < order.length && to[order[end]!] === to[first] && input[order[end]!] === input[first]) end++;
    if (end - begin > 1) {
      order.subarray(begin, end).sort((a, b) => from[a]! - from[b]! || output[a]! - output[b]! || a - b);
    }
    begin = end;
  }
}
