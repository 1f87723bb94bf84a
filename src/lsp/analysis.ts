import {
  allClassNames,
  checkArguments,
  checkStart,
  lookup,
  lookupAnywhere,
  missingClasses,
  type Target,
  withoutTheRest,
} from '../catalog/index.ts';
import { type Diagnostic, parse } from '../click-config-parser/index.ts';
import { Utf16Text } from '../reporters/utf16.ts';
import { check, elaborate } from '../router/index.ts';
import { collect } from './symbols/collect.ts';
import { resolveConfigs } from './symbols/resolve-configs.ts';
import type { ClickSymbol, Occurrence, Symbols } from './symbols/symbol.ts';

/** Everything that is known of a text. All offsets count bytes; `texts` leads to an editor's positions. */
export interface Analysis {
  file: string;
  symbols: Symbols;
  diagnostics: Diagnostic[];
  /** The file and its libraries, latin1. */
  sources: ReadonlyMap<string, string>;
  texts: ReadonlyMap<string, Utf16Text>;
}

export interface AnalyzeOptions {
  target: Target;
  /** A library's bytes as latin1. */
  readFile: (path: string) => string | undefined;
}

/** Takes a configuration (latin1) through every check, and finds what its names stand for. */
export function analyze(source: string, file: string, { target, readFile }: AnalyzeOptions): Analysis {
  const { tree, diagnostics: syntax } = parse(source, file);
  const traits = (name: string) => lookup(name, target) ?? lookupAnywhere(name);
  const { router, diagnostics: meaning } = elaborate(tree, { traits, classNames: allClassNames, readFile });
  const { sources } = router;
  const early = [...syntax, ...meaning];
  // Without all connections every check of ports would repeat what is missing already.
  const isWhole = early.every(({ code, severity }) => severity !== 'error' || code === 'CF2001');
  const ports = isWhole ? check(router, traits) : { resolved: [], diagnostics: [] };
  const args = checkArguments(router, target);
  const connected = ports.diagnostics.some(({ severity }) => severity === 'error') ? [] : ports.resolved;
  const diagnostics = withoutTheRest([
    ...early,
    ...missingClasses(router, target),
    ...ports.diagnostics,
    ...args.diagnostics,
    ...checkStart(router, connected, args.values, target),
  ]);
  const symbols = collect(tree, {
    isPrimitive: (name) => lookupAnywhere(name) !== undefined,
    readLibrary: (name, from) => findLibrary(sources, name, from),
  });
  resolveConfigs(
    symbols,
    (each) => sources.get(each),
    (name) => traits(name)?.arguments,
  );
  const texts = new Map([...sources].map(([name, text]) => [name, new Utf16Text(text)]));
  return { file, symbols, diagnostics, sources, texts };
}

/** The library as elaboration has read it: beside the file that asks for it, or by its name as it is. */
function findLibrary(sources: ReadonlyMap<string, string>, name: string, from: string) {
  const folder = from.substring(0, from.lastIndexOf('/') + 1);
  for (const file of [name.startsWith('/') ? name : folder + name, name]) {
    const source = sources.get(file);
    if (source !== undefined) return { file, source };
  }
  return undefined;
}

/** What is named at a byte of the file; of two neighbours the one that begins there. */
export function occurrenceAt({ file, symbols }: Analysis, offset: number): Occurrence | undefined {
  return symbols.occurrences.findLast(
    ({ place }) => place.file === file && place.start <= offset && offset <= place.end,
  );
}

/** Every place that names a symbol, its declaration among them. */
export function occurrencesOf({ symbols }: Analysis, symbol: ClickSymbol): Occurrence[] {
  return symbols.occurrences.filter(({ target }) => target === symbol);
}
