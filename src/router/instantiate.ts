import { type Note, splitArguments } from '../click-config-parser/index.ts';
import type { ElementClass } from './classes.ts';
import type { Context } from './context.ts';
import { checkName } from './declare.ts';
import { expandVariables } from './expand-variables.ts';
import { assignArguments, signature, usageSignature } from './formals.ts';
import { LimitError, MAX_CONNECTIONS, MAX_ELEMENTS, MAX_INSTANCE_DEPTH } from './limits.ts';
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
  const args = splitArguments(config).map(({ text }) => text);
  const match = resolve(context, to, args, index);
  if (match === undefined) root.classes[index] = { kind: 'unknown', name: to.name };
  else if (match.to.kind !== 'compound') root.classes[index] = match.to;
  else {
    if (isAnonymous) checkName(context, name, root.spans[index]!);
    expand(context, match.to, index, bind(match.to, match.values, variables, context), depth);
  }
}

interface Match {
  to: ElementClass;
  values: string[];
}

/** The first alternative that fits arguments and ports, or, for want of one, the nearest. */
function resolve(context: Context, first: Scope, args: string[], index: number): Match | undefined {
  const { root } = context;
  const ninputs = root.inputsUsed[index]!;
  const noutputs = root.outputsUsed[index]!;
  const candidates: Scope[] = [];
  for (let to: ElementClass | undefined = first; to !== undefined; to = to.next) {
    if (to.kind !== 'compound') return { to, values: args };
    candidates.push(to);
    if (to.ninputs !== ninputs || to.noutputs !== noutputs) continue;
    const values = assignArguments(to.formals, args);
    if (values !== undefined) return { to, values };
  }
  const nearest = candidates.findLast((each) => assignArguments(each.formals, args) !== undefined);
  if (nearest === undefined || candidates.length > 1) {
    reportNoMatch(context, candidates, usageSignature(first.name, args.length, ninputs, noutputs), index);
  }
  return nearest && { to: nearest, values: assignArguments(nearest.formals, args)! };
}

function reportNoMatch(context: Context, candidates: Scope[], usage: string, index: number): void {
  const notes: Note[] = candidates.slice(0, 10).map((each) => ({
    message: `candidate: ${signature(each)}`,
    span: each.span,
  }));
  if (candidates.length > 10) notes.push({ message: `and ${candidates.length - 10} more candidates` });
  context.error('CF2017', `no match for '${usage}'`, context.root.spans[index]!, { notes });
}

/** The variables of one instance: its arguments, then its own `define`s, each with those before it. */
function bind(to: Scope, values: string[], caller: Variables, context: Context): Variables {
  const variables = new Variables(caller.outside(to.depth));
  for (const [i, { variable }] of to.formals.entries()) variables.override(variable, values[i]!);
  for (const { variable, value } of to.definitions) {
    variables.override(variable, expandVariables(value, variables, context.expansion));
  }
  return variables;
}

function expand(context: Context, body: Scope, index: number, variables: Variables, depth: number): void {
  const { root } = context;
  const added = addElements(context, body, index, variables);
  const { connections, connectionSpans } = body;
  for (let i = 0; i < connectionSpans.length; i++) {
    const from = added[connections[i * 4]!]!;
    const to = added[connections[i * 4 + 2]!]!;
    if (from < 0 || to < 0) continue;
    root.connect(from, connections[i * 4 + 1]!, to, connections[i * 4 + 3]!, connectionSpans[i]!);
  }
  if (root.names.length > MAX_ELEMENTS) throw new LimitError(`there are more than ${MAX_ELEMENTS} elements`);
  if (root.connectionSpans.length > MAX_CONNECTIONS) {
    throw new LimitError(`there are more than ${MAX_CONNECTIONS} connections`);
  }
  for (let i = 2; i < added.length; i++)
    if (added[i]! >= 0) instantiate(context, added[i]!, variables, depth + 1);
}

/** Adds the elements of `body` under the instance's name. Returns the new index of each, -1 for what clashed. */
function addElements(context: Context, body: Scope, index: number, variables: Variables): number[] {
  const { root } = context;
  const name = root.names[index]!;
  const span = root.spans[index]!;
  root.classes[index] = TUNNEL;
  const [, input, output] = addTunnels(context, name, span);
  const added = [input, output];
  for (let i = 2; i < body.names.length; i++) {
    const full = `${name}/${body.names[i]}`;
    const existing = root.index.get(full);
    if (existing !== undefined) {
      reportClash(context, full, span, root.spans[existing]!);
      added.push(-1);
    } else if (body.classes[i]!.kind === 'tunnel') {
      added.push(...addTunnels(context, full, span));
      i += 2;
    } else added.push(addElement(context, body, i, full, index, variables));
  }
  return added;
}

function addElement(
  context: Context,
  body: Scope,
  i: number,
  name: string,
  instance: number,
  variables: Variables,
): number {
  const { root, declaredIn } = context;
  const origin = declaredIn[instance] ?? root.spans[instance]!;
  if (context.classes.isDefined(name)) context.error('CF2024', `'${name}' is an element class`, origin);
  const config = expandVariables(body.configs[i]!, variables, context.expansion);
  const added = root.add(name, body.classes[i]!, config, body.spans[i]!, body.configSpans[i]);
  declaredIn[added] = origin;
  return added;
}
