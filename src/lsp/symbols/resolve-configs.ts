import type { ArgumentSpec } from '../../catalog/index.ts';
import { expanded } from './expanded.ts';
import { namesInArguments } from './names-in-arguments.ts';
import {
  bodiesOf,
  type ClassTarget,
  type ConfigUse,
  isSymbol,
  type Occurrence,
  type SymbolScope,
  type Symbols,
} from './symbol.ts';

/** What is known of the arguments of a class of Click; undefined when nothing is. */
export type ArgumentsOf = (className: string) => readonly ArgumentSpec[] | undefined;

/** Adds what configuration strings name: variables, elements, handlers of elements. */
export function resolveConfigs(
  symbols: Symbols,
  sourceOf: (file: string) => string | undefined,
  argumentsOf: ArgumentsOf,
): void {
  for (const use of symbols.configs) {
    const source = sourceOf(use.place.file);
    if (source === undefined) continue;
    const text = source.substring(use.place.start, use.place.end);
    for (const each of variables(text, use)) symbols.occurrences.push(each);
    for (const each of elements(text, use, argumentsOf)) symbols.occurrences.push(each);
  }
}

const VARIABLE = /\$(?:\{\s*)?(\w+)/g;

function variables(text: string, { place, scope }: ConfigUse): Occurrence[] {
  return [...expanded(text).matchAll(VARIABLE)].flatMap((match) => {
    const name = match[1]!;
    const target = findUpwards(scope, (each) => each.variables.get(name));
    if (target === undefined) return [];
    const end = place.start + match.index + match[0].length;
    // The name alone for ${name}, with its dollar for $name, as it is declared.
    const start = match[0].startsWith('${') ? end - name.length : end - match[0].length;
    const isDeclaration = target.place.start === start && target.place.file === place.file;
    return isDeclaration ? [] : [{ place: { file: place.file, start, end }, target }];
  });
}

function elements(text: string, use: ConfigUse, argumentsOf: ArgumentsOf): Occurrence[] {
  const className = primitiveOf(use.target);
  if (className === undefined) return [];
  return namesInArguments(text, argumentsOf(className)).flatMap(({ path: name, start }) =>
    path(name, use.place.start + start, use),
  );
}

/** The class of Click that a class is another name for, or is itself. */
function primitiveOf(target: ClassTarget | undefined): string | undefined {
  for (let depth = 0; isSymbol(target) && !target.bodies && depth < 100; depth++) target = target.type;
  return target?.kind === 'primitive' ? target.name : undefined;
}

/** An occurrence for each part of a path that names an element; nothing unless all of it does. */
function path(text: string, start: number, { place, scope }: ConfigUse): Occurrence[] {
  return findUpwards(scope, (each) => within(each, text, start, place.file)) ?? [];
}

function within(scope: SymbolScope, text: string, start: number, file: string): Occurrence[] | undefined {
  const whole = scope.elements.get(text);
  if (whole) return [{ place: { file, start, end: start + text.length }, target: whole }];
  const slash = text.indexOf('/');
  const first = slash < 0 ? undefined : scope.elements.get(text.substring(0, slash));
  if (first === undefined) return undefined;
  for (const inner of bodiesOf(first)) {
    const rest = within(inner, text.substring(slash + 1), start + slash + 1, file);
    if (rest) return [{ place: { file, start, end: start + slash }, target: first }, ...rest];
  }
  return undefined;
}

/** The first answer of `scope` and those around it. */
function findUpwards<Found>(
  scope: SymbolScope,
  find: (scope: SymbolScope) => Found | undefined,
): Found | undefined {
  for (let each: SymbolScope | undefined = scope; each; each = each.parent) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
