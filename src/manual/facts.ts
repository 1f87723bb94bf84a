import type { ArgumentSpec, ElementSpec, HandlerSpec } from '../catalog/index.ts';

/** `unsigned 0 to 255, default 14`: all that can be said of an argument in one line, its help aside. */
export function argumentFacts(argument: ArgumentSpec): string {
  const { type, min, max, choices, default: fallback } = argument;
  const values = choices ? ` (${Object.keys(choices).join(', ')})` : range(min, max);
  return [
    place(argument),
    `${type}${values}`,
    ...(argument.mandatory ? ['mandatory'] : []),
    ...(fallback === undefined ? [] : [`default ${fallback === '' ? 'empty' : fallback}`]),
    ...(argument.same_as ? [`default that of ${argument.same_as}`] : []),
    ...(argument.class ? [`of class ${[argument.class].flat().join(' or ')}`] : []),
    ...(argument.rest ? ['all that follow'] : []),
    ...(argument.many ? ['repeatable'] : []),
    ...(argument.own ? ['not in Click'] : []),
    ...(argument.aliases ? [`also ${argument.aliases.join(', ')}`] : []),
  ].join(', ');
}

function place({ position, name }: ArgumentSpec): string {
  if (position === undefined) return 'keyword';
  return name.endsWith('*') ? `position ${position} only` : `position ${position}`;
}

function range(min: number | undefined, max: number | undefined): string {
  if (min === undefined && max === undefined) return '';
  if (max === undefined) return ` from ${min}`;
  return min === undefined ? ` up to ${max}` : ` ${min} to ${max}`;
}

/** What a class is that takes new arguments while it runs. */
export const LIVE =
  'In Click and in the simulator its handler config can be written: it takes new arguments then';

/** `tickets0, tickets1, …`, as handlers of single ports are named. */
export function handlerName({ name, per }: HandlerSpec): string {
  return per ? `${name}0, ${name}1, …` : name;
}

export function handlerFacts({ access, argument, per, image, own, same_as }: HandlerSpec): string {
  if (same_as) return `the same as ${same_as}`;
  return [
    ...(access ? [access] : []),
    ...(argument ? ['with a parameter'] : []),
    ...(per ? [`one for each ${per}`] : []),
    ...(own ? ['not in Click'] : []),
    ...(image === false ? ['not in an image'] : []),
    ...(image === 'read' ? ['not written in an image'] : []),
  ].join(', ');
}

/** `1 input, 1 or 2 outputs`. */
export function portsInWords(code: string): string {
  const [inputs, outputs = inputs] = code.split('/') as [string, string?];
  const equal = /^=(\+*)$/.exec(outputs);
  if (!equal) return `${ports(inputs, 'input')}, ${ports(outputs, 'output')}`;
  const more = equal[1]!.length > 0 ? ` and ${equal[1]!.length} more` : '';
  return `${ports(inputs, 'input')}, as many outputs${more}`;
}

function ports(code: string, noun: string): string {
  const [least, most] = code.includes('-') ? code.split('-') : [code, code];
  if (least === most && least !== '')
    return `${least === '0' ? 'no' : least} ${noun}${least === '1' ? '' : 's'}`;
  if (!most) return least && least !== '0' ? `${least} or more ${noun}s` : `any number of ${noun}s`;
  return `${least || 0} to ${most} ${noun}s`;
}

/** `push inputs, pull output 0 and push outputs after it`: what a processing code says. */
export function processingInWords(code: string): string {
  const [inputs = '', outputs = inputs] = code.split('/') as [string, string?];
  if (inputs === outputs) return `${side(inputs)} ports`;
  const parts = [
    ...(inputs ? [`${side(inputs)} inputs`] : []),
    ...(outputs ? [`${side(outputs)} outputs`] : []),
  ];
  return parts.join(', ');
}

const KINDS: Readonly<Record<string, string>> = { h: 'push', l: 'pull', a: 'agnostic' };

function side(code: string): string {
  const letters = [...code.toLowerCase()];
  return letters.map((letter, i) => (i > 0 ? `then ${KINDS[letter]}` : KINDS[letter])).join(' ');
}

/** `CAPACITY, [BURST], [KEYWORD value ...]`: how the arguments are written. */
export function usage({ class: name, arguments: list }: ElementSpec): string | undefined {
  if (list === undefined) return undefined;
  const positional = list
    .filter(({ position }) => position !== undefined)
    .sort((a, b) => a.position! - b.position!);
  const keywords = list.filter(({ position }) => position === undefined);
  const parts = [...positional, ...keywords].map((argument) => {
    const shown = argument.name.replace(/\*$/, '');
    const text = argument.position === undefined ? `${shown} …` : shown;
    const repeated = argument.rest ? `${text}, …` : text;
    return argument.mandatory ? repeated : `[${repeated}]`;
  });
  return parts.length === 0 ? name : `${name}(${parts.join(', ')})`;
}
