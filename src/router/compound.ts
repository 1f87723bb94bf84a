import type { BodyNode, CompoundNode, FormalNode } from '../click-config-parser/index.ts';
import type { ElementClass } from './classes.ts';
import type { Context } from './context.ts';
import { checkPseudoElement } from './pseudo-elements.ts';
import { Scope, TUNNEL } from './scope.ts';
import { elaborateStatements } from './statements.ts';

/**
 * Reads the alternatives of a compound and returns the first, which leads to the others. Inside, `name` still
 * means what it meant before. `start` is where the compound is named, for messages.
 */
export function defineCompound(
  context: Context,
  node: CompoundNode,
  name: string,
  start: number,
): ElementClass {
  const outer = context.scope;
  const mark = context.classes.mark();
  const scopes: Scope[] = [];
  let extended: ElementClass | undefined;
  for (const body of node.bodies) {
    if (body.extendsAt >= 0) extended = extendedClass(context, name, body.extendsAt, scopes);
    // To Click the alternatives from the second on are classes of that name as soon as they are read.
    else if (scopes.length > 1 && name !== '') context.classes.define(name, scopes.at(-1)!);
    scopes.push(readBody(context, body, name));
    context.classes.restore(mark);
    context.scope = outer;
  }
  for (let i = 0; i < scopes.length; i++) scopes[i]!.next = scopes[i + 1] ?? extended;
  return scopes[0] ?? new Scope(name, context.span(start, start), outer);
}

/** What the name means outside; with two alternatives it means something, and nothing more is there to be tried. */
function extendedClass(
  context: Context,
  name: string,
  at: number,
  scopes: readonly Scope[],
): ElementClass | undefined {
  const found = name === '' ? undefined : context.classes.lookup(name);
  if (found !== undefined || (scopes.length > 1 && name !== '')) return found;
  context.error('CF2018', `cannot extend unknown element class '${name}'`, context.span(at, at + 3));
  return { kind: 'unknown', name };
}

function readBody(context: Context, body: BodyNode, name: string): Scope {
  const span = context.span(body.start, Math.min(body.start + 1, Math.max(body.end, body.start)));
  const scope = new Scope(name, span, context.scope);
  context.scope = scope;
  scope.declare('input', TUNNEL, '', span);
  scope.declare('output', TUNNEL, '', span);
  addFormals(context, scope, body.formals);
  elaborateStatements(context, body.statements);
  const owner = name || '<anonymous>';
  scope.ninputs = checkPseudoElement(context, 0, false, owner, span, 0);
  scope.noutputs = checkPseudoElement(context, 1, true, owner, span, 0);
  for (let i = 2; i < scope.names.length; i++) scope.settleName(i);
  return scope;
}

function addFormals(context: Context, scope: Scope, formals: FormalNode[]): void {
  let isOrdered = true;
  const keywords = new Set<string>();
  for (const { keyword, variable, start, end } of formals) {
    const span = context.span(start, end);
    if (!scope.variables.define(variable, '')) {
      context.error('CF2014', `parameter '$${variable}' multiply defined`, span);
      continue;
    }
    const before = scope.formals.at(-1);
    if (keyword !== '' && keywords.has(keyword)) {
      context.error('CF2015', `repeated keyword parameter '${keyword}' in compound element`, span);
    }
    keywords.add(keyword);
    scope.formals.push({ keyword, variable });
    scope.formalNames.push(variable);
    if (before === undefined || !isOrdered || isAfter(keyword, before.keyword)) continue;
    isOrdered = false;
    const hint = 'the order is: positional parameters, keywords, __REST__';
    context.error('CF2016', 'compound element parameters out of order', span, { hint });
  }
}

function isAfter(keyword: string, before: string): boolean {
  return before !== '__REST__' && (keyword !== '' || before === '');
}
