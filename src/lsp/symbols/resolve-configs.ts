import type { ArgumentSpec } from '../../catalog/index.ts';
import { shiftWord, splitArguments } from '../../click-config-parser/index.ts';
import { afterComment, afterQuoted, isComment } from '../../click-config-parser/scan.ts';
import { bodiesOf, type ConfigUse, type Occurrence, type SymbolScope, type Symbols } from './symbol.ts';

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
    symbols.occurrences.push(...variables(text, use), ...elements(text, use, argumentsOf));
  }
}

const VARIABLE = /\$(?:\{\s*)?(\w+)/g;

function variables(text: string, { place, scope }: ConfigUse): Occurrence[] {
  return [...unquotedParts(text).matchAll(VARIABLE)].flatMap((match) => {
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

/** The text with blanks where Click expands no variable: in single quotes and comments. */
function unquotedParts(text: string): string {
  let result = '';
  for (let pos = 0; pos < text.length; ) {
    const end = isComment(text, pos)
      ? afterComment(text, pos)
      : text[pos] === "'"
        ? afterQuoted(text, pos)
        : undefined;
    result += end === undefined ? text[pos]! : ' '.repeat(end - pos);
    pos = end ?? pos + 1;
  }
  return result;
}

/** A path of an element's name, and the dot of a handler behind it. */
const PATH = /([A-Za-z0-9_@]+(?:\/[A-Za-z0-9_@]+)*)(?=(\.[A-Za-z_])?)/g;

function elements(text: string, use: ConfigUse, argumentsOf: ArgumentsOf): Occurrence[] {
  if (use.target?.kind !== 'primitive') return [];
  const args = argumentsOf(use.target.name);
  const hasHandlers = args === undefined || args.some(({ type }) => HANDLERS.test(type));
  return splitArguments(text).flatMap((piece) => {
    const given = text.substring(piece.start, piece.end);
    const name = elementName(given, args);
    return [...given.matchAll(PATH)].flatMap((match) => {
      const isNamed = match[2] === undefined ? match[0] === name : hasHandlers;
      return isNamed ? path(match[1]!, use.place.start + piece.start + match.index, use) : [];
    });
  });
}

const HANDLERS = /^(handler-call|count-call|any|word)$/;

/** The word that names an element, as in `TABLE t`; a word alone may be positional. */
function elementName(given: string, args: readonly ArgumentSpec[] | undefined): string | undefined {
  const naming = args?.filter(({ type }) => type === 'element') ?? [];
  const [word, value] = shiftWord(given);
  if (value === '') return naming.some(({ position }) => position !== undefined) ? word : undefined;
  return naming.some(({ name }) => name === word) ? value : undefined;
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
