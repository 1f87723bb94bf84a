import { argumentTexts, type Span } from '../click-config-parser/index.ts';
import type { Context } from './context.ts';
import { checkName } from './declare.ts';
import { expandVariables } from './expand-variables.ts';
import { LimitError, MAX_CONNECTIONS, MAX_ELEMENTS, MAX_INSTANCE_DEPTH } from './limits.ts';
import { resolveOverload } from './overloads.ts';
import { type Scope, TUNNEL } from './scope.ts';
import { addTunnels, reportClash } from './tunnels.ts';
import { Variables } from './variables.ts';

/** Replaces each compound of the file by its elements, named `instance/element`, between its tunnels. */
export function instantiateAll(context: Context): void {
  const { root } = context;
  for (const [name, value] of Object.entries(context.options.definitions ?? {}))
    root.variables.override(name, value);
  const count = root.names.length;
  for (let i = 0; i < count; i++) instantiate(context, i, root.variables, 0);
}

function instantiate(context: Context, index: number, variables: Variables, depth: number): void {
  const { root } = context;
  const isAnonymous = root.names[index]!.charCodeAt(0) === 59;
  const name = root.settleName(index);
  const to = root.classes[index]!;
  if (to.kind === 'tunnel') return;
  const config = expandVariables(root.configs[index]!, variables, context.expansion);
  root.configs[index] = config;
  if (to.kind !== 'compound') return;
  if (depth > MAX_INSTANCE_DEPTH)
    throw new LimitError(`compounds are used more than ${MAX_INSTANCE_DEPTH} deep`);
  const args = argumentTexts(config);
  const match = resolveOverload(context, to, args, index);
  if (match === undefined) root.classes[index] = { kind: 'unknown', name: to.name };
  else if (match.to.kind !== 'compound') root.classes[index] = match.to;
  else {
    if (isAnonymous) checkName(context, name, root.spans[index]!);
    expand(context, match.to, index, bind(match.to, match.values, variables, context), depth);
  }
}

/** The variables of one instance: its arguments, then its own `define`s, each with those before it. */
function bind(to: Scope, values: string[], caller: Variables, context: Context): Variables {
  const outside = caller.outside(to.depth);
  if (to.formals.length === 0 && to.definitions.length === 0 && outside !== undefined) return outside;
  const variables = new Variables(outside, to.depth, to.formalNames, values);
  for (const { variable, value } of to.definitions) {
    variables.define(variable, expandVariables(value, variables, context.expansion));
  }
  return variables;
}

function expand(context: Context, body: Scope, index: number, variables: Variables, depth: number): void {
  const { root } = context;
  const added = addElements(context, body, index, variables);
  const { connectionSpans } = body;
  const { values: connections } = body.connections;
  for (let i = 0; i < connectionSpans.length; i++) {
    const from = added[connections[i * 4]!]!;
    const to = added[connections[i * 4 + 2]!]!;
    if (from === CLASHED || to === CLASHED) continue;
    root.connect(from, connections[i * 4 + 1]!, to, connections[i * 4 + 3]!, connectionSpans[i]!);
  }
  if (root.names.length + context.tunnels.length > MAX_ELEMENTS) {
    throw new LimitError(`there are more than ${MAX_ELEMENTS} elements`);
  }
  if (root.connectionSpans.length > MAX_CONNECTIONS) {
    throw new LimitError(`there are more than ${MAX_CONNECTIONS} connections`);
  }
  for (let i = 2; i < added.length; i++) {
    const element = added[i]!;
    if (element >= 0) instantiate(context, element, variables, depth + 1);
  }
}

/** Instead of the number of an element whose name was taken. */
const CLASHED = -(2 ** 30);

/** Adds the elements of `body` under the instance's name. Returns the new number of each. */
function addElements(context: Context, body: Scope, index: number, variables: Variables): number[] {
  const { root } = context;
  const span = root.spans[index]!;
  const prefix = `${root.names[index]}/`;
  root.classes[index] = TUNNEL;
  const { input, output } = addTunnels(context, root.names[index]!, span, index);
  const added = new Array<number>(body.names.length);
  added[0] = input;
  added[1] = output;
  for (let i = 2; i < body.names.length; i++) {
    const name = prefix + body.names[i]!;
    if (isTaken(context, name, span)) added[i] = CLASHED;
    else if (body.classes[i]!.kind === 'tunnel') {
      const group = addTunnels(context, name, span);
      added[i++] = group.element;
      added[i++] = group.input;
      added[i] = group.output;
    } else added[i] = addElement(context, body, i, name, index, variables);
  }
  return added;
}

/** Whether another element has the name already, which only a declared name with a `/` can bring about. */
function isTaken(context: Context, name: string, span: Span): boolean {
  if (!context.hasSlashes) return false;
  const { root } = context;
  const existing = root.index.get(name);
  if (existing === undefined) return false;
  reportClash(context, name, span, root.spans[existing]!);
  return true;
}

function addElement(
  context: Context,
  body: Scope,
  i: number,
  name: string,
  instance: number,
  variables: Variables,
): number {
  const { root } = context;
  const origin = root.origins[instance] ?? root.spans[instance]!;
  const config = expandVariables(body.configs[i]!, variables, context.expansion);
  const index = root.add(name, body.classes[i]!, config, body.spans[i]!, body.configSpans[i], origin);
  if (context.hasSlashes) {
    root.index.set(name, index);
    if (context.classes.isDefined(name))
      context.error('CF2024', `'${name}' is an element class`, root.spans[instance]!);
  }
  return index;
}
