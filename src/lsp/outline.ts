import type { Analysis } from './analysis.ts';
import { bodiesOf, type ClickSymbol, type Place, type SymbolScope } from './symbols/symbol.ts';

export interface OutlineEntry {
  name: string;
  detail: string;
  kind: ClickSymbol['kind'];
  range: Place;
  place: Place;
  children: OutlineEntry[];
}

/** The named things of a file, compounds with what is in them. */
export function outline({ file, symbols }: Analysis): OutlineEntry[] {
  return entries(symbols.root, file);
}

function entries(scope: SymbolScope, file: string): OutlineEntry[] {
  return scope.symbols
    .filter(({ place }) => place.file === file)
    .map((symbol) => ({
      name: symbol.kind === 'variable' ? `$${symbol.name}` : symbol.name,
      detail: detail(symbol),
      kind: symbol.kind,
      range: symbol.range,
      place: symbol.place,
      children: (symbol.bodies ? bodiesOf(symbol) : []).flatMap((body) => entries(body, file)),
    }));
}

function detail({ kind, type, value, bodies }: ClickSymbol): string {
  if (kind === 'variable') return value ?? 'parameter';
  return type?.name || (bodies ? 'compound' : '');
}
