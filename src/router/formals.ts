import type { Formal, Scope } from './scope.ts';

const KEYWORD = /^[A-Za-z0-9_.:?!]+(?=[ \f\n\r\t\v]|$)/;

/**
 * Gives each formal of a compound its argument. Returns the values in the order of `formals`, or undefined when
 * the arguments do not fit: positional ones come first, each keyword must be given, `__REST__` takes what is left.
 */
export function assignArguments(formals: readonly Formal[], args: string[]): string[] | undefined {
  const last = formals.at(-1);
  if (last === undefined || last.keyword === '') return args.length === formals.length ? args : undefined;
  const hasRest = last.keyword === '__REST__';
  const named = hasRest ? formals.slice(0, -1) : formals;
  const npositional = countPositional(named);
  if (args.length < npositional) return undefined;
  const values: (string | undefined)[] = args.slice(0, npositional);
  const rest: string[] = [];
  for (const arg of args.slice(npositional)) {
    const keyword = KEYWORD.exec(arg)?.[0];
    const place = keyword === undefined ? -1 : named.findIndex((formal) => formal.keyword === keyword);
    if (place >= npositional) values[place] = arg.substring(keyword!.length).replace(/^[ \f\n\r\t\v]+/, '');
    else if (hasRest) rest.push(arg);
    else return undefined;
  }
  for (let i = 0; i < named.length; i++) if (values[i] === undefined) return undefined;
  if (hasRest) values.push(rest.join(', '));
  return values as string[];
}

function countPositional(formals: readonly Formal[]): number {
  const first = formals.findIndex((formal) => formal.keyword !== '');
  return first < 0 ? formals.length : first;
}

/** `X[2 arguments, 1 input, 1 output]`: how a compound is used. */
export function usageSignature(name: string, nargs: number, ninputs: number, noutputs: number): string {
  const args = nargs === 0 ? '' : `${count(nargs, 'argument')}, `;
  return `${name || '<anonymous>'}[${args}${count(ninputs, 'input')}, ${count(noutputs, 'output')}]`;
}

/** `X(<arg>, KEY, ...)[1 input, 1 output]`: what an alternative of a compound takes. */
export function signature(scope: Scope): string {
  const formals = scope.formals.map(({ keyword }) => {
    if (keyword === '') return '<arg>';
    return keyword === '__REST__' ? '...' : keyword;
  });
  const list = formals.length === 0 ? '' : `(${formals.join(', ')})`;
  const ports = `[${count(scope.ninputs, 'input')}, ${count(scope.noutputs, 'output')}]`;
  return `${scope.name || '<anonymous>'}${list}${ports}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
