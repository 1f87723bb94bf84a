import {
  type ArgumentSpec,
  availability,
  classNames,
  type ElementSpec,
  lookup,
  lookupAnywhere,
  manualAnywhere,
  manualOf,
  type Target,
} from '../catalog/index.ts';
import { argumentFacts } from '../manual/facts.ts';
import { manualMarkdown } from '../manual/markdown.ts';
import { decode } from '../reporters/source-text.ts';
import type { Analysis } from './analysis.ts';
import { contextAt, type WritingContext } from './context.ts';
import { type ClickSymbol, isSymbol, type SymbolScope } from './symbols/symbol.ts';

export interface Suggestion {
  label: string;
  kind: 'class' | 'element' | 'keyword' | 'argument' | 'value' | 'variable';
  detail?: string;
  documentation?: string;
  /** What is written, if it is more than the label. */
  text?: string;
}

export interface Completion {
  /** Byte at which the word begins that a suggestion replaces. */
  start: number;
  suggestions: Suggestion[];
}

/** What could be written at `offset` of the analysis' own file. */
export function complete(analysis: Analysis, offset: number, target: Target): Completion | undefined {
  const source = analysis.sources.get(analysis.file)!;
  const context = contextAt(source, offset);
  if (context.kind === 'nothing') return undefined;
  const suggestions = suggest(analysis, context, offset, target);
  return { start: context.start, suggestions };
}

/** The manual of a suggested class, which would be too much for the whole list. */
export function documentation(className: string, target: Target): string | undefined {
  const spec = manualOf(className, target) ?? manualAnywhere(className);
  return spec && manualMarkdown(spec, availability(className));
}

type Written = Exclude<WritingContext, { kind: 'nothing' }>;

function suggest(analysis: Analysis, context: Written, offset: number, target: Target): Suggestion[] {
  const scope = scopeAt(analysis, offset);
  switch (context.kind) {
    case 'class':
      return classes(scope, offset, target);
    case 'variable':
      return [...upwards(scope)].flatMap(({ variables }) => [...variables.values()].map(variable));
    case 'element':
      return [
        ...elements(scope, offset),
        ...(scope.parent ? PSEUDO : []),
        ...(context.begins ? KEYWORDS : []),
        ...classes(scope, offset, target),
      ];
    case 'argument':
      return argumentSuggestions(scope, context, target, analysis);
  }
}

const KEYWORDS = ['elementclass', 'define', 'require'].map(
  (label): Suggestion => ({ label, kind: 'keyword' }),
);
const PSEUDO = ['input', 'output'].map((label): Suggestion => ({ label, kind: 'keyword' }));

/** The innermost compound, or the file, that `offset` is in. */
function scopeAt({ file, symbols }: Analysis, offset: number): SymbolScope {
  const around = symbols.scopes.filter(
    ({ place }) => place.file === file && place.start <= offset && offset <= place.end,
  );
  return around.reduce((inner, each) => (each.place.start >= inner.place.start ? each : inner), symbols.root);
}

function* upwards(scope: SymbolScope): Generator<SymbolScope> {
  for (let each: SymbolScope | undefined = scope; each; each = each.parent) yield each;
}

function classes(scope: SymbolScope, offset: number, target: Target): Suggestion[] {
  const own = [...upwards(scope)]
    .flatMap(({ symbols }) => symbols)
    .filter(({ kind, visibleFrom = 0 }) => kind === 'class' && visibleFrom <= offset)
    .map(({ name }): Suggestion => ({ label: name, kind: 'class', detail: 'compound' }));
  const names = new Set(own.map(({ label }) => label));
  const known = classNames(target)
    .filter((name) => !names.has(name))
    .map((name): Suggestion => withDetail({ label: name, kind: 'class' }, manualOf(name, target)?.title));
  return [...own, ...known];
}

/** Elements of the scope; what stands in another file or further up is declared by now. */
function elements(scope: SymbolScope, offset: number, classes?: readonly string[]): Suggestion[] {
  return [...scope.elements.values()]
    .filter(({ place }) => place.file !== scope.place.file || place.end < offset)
    .filter(({ type }) => classes === undefined || classes.includes(type?.name ?? ''))
    .map(({ name, type }) => withDetail({ label: name, kind: 'element' }, type?.name || undefined));
}

function variable({ name, value }: ClickSymbol): Suggestion {
  return withDetail({ label: name, kind: 'variable' }, value === undefined ? 'parameter' : decode(value));
}

function argumentSuggestions(
  scope: SymbolScope,
  { owner, keyword, config }: Extract<Written, { kind: 'argument' }>,
  target: Target,
  { file, symbols }: Analysis,
): Suggestion[] {
  const type = symbols.configs.find(({ place }) => place.file === file && place.start === config)?.target;
  if (isSymbol(type)) return keyword ? [] : parameters(type);
  const spec = lookup(type?.name ?? owner, target) ?? lookupAnywhere(type?.name ?? owner);
  if (keyword) return values(spec, keyword, scope);
  const inside = [...upwards(scope)].flatMap((each) => elements(each, Number.POSITIVE_INFINITY));
  // Of a class with unknown arguments, as of one that takes any, elements may be named anywhere.
  const isOpen = spec !== undefined && (spec.arguments?.some(({ type: each }) => OPEN.test(each)) ?? true);
  return [...(spec?.arguments ?? []).map(argument), ...(isOpen ? inside : [])];
}

const OPEN = /^(element|handler-call|count-call|any|word)$/;

function parameters(type: ClickSymbol): Suggestion[] {
  const formals = (type.bodies ?? []).flatMap(({ variables }) => [...variables.values()]);
  const keywords = formals.flatMap(({ keyword }) => (keyword && keyword !== '__REST__' ? [keyword] : []));
  return [...new Set(keywords)].map((label) => ({ label, kind: 'argument', text: `${label} ` }));
}

function argument(spec: ArgumentSpec): Suggestion {
  const label = spec.name.replace(/\*$/, '');
  const suggestion: Suggestion = { label, kind: 'argument', detail: argumentFacts(spec), text: `${label} ` };
  if (spec.help) suggestion.documentation = spec.help;
  return suggestion;
}

/** What can stand after a keyword. */
function values(spec: ElementSpec | undefined, keyword: string, scope: SymbolScope): Suggestion[] {
  const found = spec?.arguments?.find(({ name }) => name === keyword);
  const words = (list: string[]) => list.map((label): Suggestion => ({ label, kind: 'value' }));
  if (found?.choices) return words(Object.keys(found.choices));
  if (found?.type === 'bool') return words(['true', 'false']);
  if (!found || !OPEN.test(found.type)) return [];
  return [...upwards(scope)].flatMap((each) =>
    elements(each, Number.POSITIVE_INFINITY, found.class && [found.class].flat()),
  );
}

function withDetail(suggestion: Suggestion, detail: string | undefined): Suggestion {
  return detail === undefined ? suggestion : { ...suggestion, detail };
}
