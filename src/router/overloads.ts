import type { Note } from '../click-config-parser/index.ts';
import type { ElementClass } from './classes.ts';
import type { Context } from './context.ts';
import { assignArguments, signature, usageSignature } from './formals.ts';
import type { Scope } from './scope.ts';

/** The alternative that an instance takes, and the values of its formals. */
export interface Match {
  to: ElementClass;
  values: string[];
}

/** Alternatives that are looked at for what a message says. */
const MAX_COMPARED = 100;

/** Alternatives that one note each is made for. */
const MAX_CANDIDATES = 10;

/** The first alternative that fits arguments and ports, or, for want of one, the nearest. */
export function resolveOverload(
  context: Context,
  first: Scope,
  args: string[],
  index: number,
): Match | undefined {
  const { inputsUsed, outputsUsed } = context.root;
  const ninputs = inputsUsed.values[index]!;
  const noutputs = outputsUsed.values[index]!;
  const { byShape, last } = overloadsOf(first);
  for (const to of byShape.get(shape(ninputs, noutputs, args.length)) ??
    byShape.get(shape(ninputs, noutputs)) ??
    []) {
    const values = assignArguments(to.formals, args);
    if (values !== undefined) return { to, values };
  }
  return last === undefined ? nearest(context, first, args, index) : { to: last, values: args };
}

/** The alternatives of a compound, so that hundreds of them are not tried one after the other. */
export interface Overloads {
  /**
   * Those that can fit a number of inputs, of outputs and of arguments, in their order. Without a number of arguments:
   * those that take any.
   */
  byShape: Map<string, Scope[]>;
  /** The class behind `...` that is no compound. */
  last: ElementClass | undefined;
}

function overloadsOf(first: Scope): Overloads {
  if (first.overloads !== undefined) return first.overloads;
  const byShape = new Map<string, Scope[]>();
  const numbers = new Map<string, Set<number>>();
  let last: ElementClass | undefined;
  for (
    let to: ElementClass | undefined = first;
    to !== undefined;
    to = to.kind === 'compound' ? to.next : undefined
  ) {
    if (to.kind === 'compound') add(byShape, numbers, to);
    else last = to;
  }
  first.overloads = { byShape, last };
  return first.overloads;
}

/** A compound whose formals are all positional fits one number of arguments, any other may fit every number. */
function add(byShape: Map<string, Scope[]>, numbers: Map<string, Set<number>>, to: Scope): void {
  const { ninputs, noutputs, formals } = to;
  const ports = shape(ninputs, noutputs);
  const known = numbers.get(ports) ?? new Set<number>();
  numbers.set(ports, known);
  const general = byShape.get(ports) ?? [];
  byShape.set(ports, general);
  const isPositional = (formals.at(-1)?.keyword ?? '') === '';
  if (isPositional) {
    const exact = shape(ninputs, noutputs, formals.length);
    if (!known.has(formals.length)) byShape.set(exact, [...general]);
    known.add(formals.length);
    byShape.get(exact)!.push(to);
    return;
  }
  general.push(to);
  for (const count of known) byShape.get(shape(ninputs, noutputs, count))!.push(to);
}

function shape(ninputs: number, noutputs: number, nargs?: number): string {
  return nargs === undefined ? `${ninputs} ${noutputs}` : `${ninputs} ${noutputs} ${nargs}`;
}

/** The last alternative that fits the arguments alone; with several alternatives that is an error of its own. */
function nearest(context: Context, first: Scope, args: string[], index: number): Match | undefined {
  if (context.isFull) return undefined;
  const candidates: Scope[] = [];
  for (let to: ElementClass | undefined = first; to?.kind === 'compound'; to = to.next) candidates.push(to);
  const to = candidates
    .slice(-MAX_COMPARED)
    .findLast((each) => assignArguments(each.formals, args) !== undefined);
  if (to === undefined || candidates.length > 1) reportNoMatch(context, candidates, args, index);
  return to && { to, values: assignArguments(to.formals, args)! };
}

function reportNoMatch(context: Context, candidates: Scope[], args: string[], index: number): void {
  const { inputsUsed, outputsUsed, spans } = context.root;
  const usage = usageSignature(
    candidates[0]!.name,
    args.length,
    inputsUsed.values[index]!,
    outputsUsed.values[index]!,
  );
  const notes: Note[] = candidates.slice(0, MAX_CANDIDATES).map((each) => ({
    message: `candidate: ${signature(each)}`,
    span: each.span,
  }));
  const left = candidates.length - MAX_CANDIDATES;
  if (left > 0) notes.push({ message: `and ${left} more candidates` });
  const hint = keywordHint(context, candidates, args) ?? countHint(candidates, args);
  context.error('CF2017', `no match for '${usage}'`, spans[index]!, { notes, hint });
}

/** How many arguments the only candidate takes, if it has no keywords. */
function countHint([only, ...others]: Scope[], args: string[]): string | undefined {
  if (only === undefined || others.length > 0) return undefined;
  const { name, formals } = only;
  if (formals.some(({ keyword }) => keyword !== '')) return undefined;
  const count = formals.length === 1 ? '1 argument' : `${formals.length || 'no'} arguments`;
  return `${name || 'the compound'} takes ${count}, not ${args.length}`;
}

/** For an argument that begins with a word that is nearly a keyword. */
function keywordHint(context: Context, candidates: Scope[], args: string[]): string | undefined {
  const compared = candidates.slice(0, MAX_COMPARED);
  const keywords = new Set(compared.flatMap(({ formals }) => formals.map(({ keyword }) => keyword)));
  for (const arg of args) {
    const word = /^[A-Za-z0-9_.:?!]+/.exec(arg)?.[0];
    const hint = word === undefined || keywords.has(word) ? undefined : context.suggest(word, keywords);
    if (hint !== undefined) return hint;
  }
  return undefined;
}
