import { lookupAnywhere } from '../catalog/index.ts';
import { type Analysis, occurrenceAt, occurrencesOf } from './analysis.ts';
import { type ClickSymbol, isSymbol, type Place } from './symbols/symbol.ts';

/** Why a name cannot be changed, or not to this. */
export class RenameError extends Error {}

/** The name at `offset` that can be changed: its place, and the name itself. Throws RenameError. */
export function renamable(
  analysis: Analysis,
  offset: number,
): { place: Place; name: string; symbol: ClickSymbol } {
  const found = occurrenceAt(analysis, offset);
  if (found === undefined) throw new RenameError('there is no name here');
  const { target, place } = found;
  if (!isSymbol(target)) throw new RenameError(`${target.name} is one of Click's own classes`);
  return { place: nameIn(analysis, place), name: target.name, symbol: target };
}

/** Where the new name is to be written. Throws RenameError. */
export function rename(analysis: Analysis, offset: number, name: string): Place[] {
  const { symbol } = renamable(analysis, offset);
  if (name !== symbol.name) refuse(analysis, symbol, name);
  return occurrencesOf(analysis, symbol).map(({ place }) => nameIn(analysis, place));
}

const WORD = /^[A-Za-z0-9_@]+(\/[A-Za-z0-9_@]+)*$/;
const KEYWORDS = new Set(['elementclass', 'define', 'require', 'provide']);

function refuse(analysis: Analysis, { kind, scope }: ClickSymbol, name: string): void {
  const isWord = kind === 'variable' ? /^\w+$/.test(name) : WORD.test(name) && !KEYWORDS.has(name);
  if (!isWord) throw new RenameError(`'${name}' is not a name that Click can read`);
  if (kind === 'variable') {
    if (scope.variables.has(name)) throw new RenameError(`$${name} exists already in this scope`);
    return;
  }
  if (name.split('/').some((part) => /^[0-9]+$/.test(part)))
    throw new RenameError(`'${name}' has a part of digits alone`);
  const isClass =
    lookupAnywhere(name) !== undefined ||
    analysis.symbols.scopes.some(({ symbols }) =>
      symbols.some((each) => each.kind === 'class' && each.name === name),
    );
  if (isClass) throw new RenameError(`'${name}' is the name of a class`);
  const isElement =
    kind === 'element'
      ? scope.elements.has(name) || (scope.parent !== undefined && /^(input|output)$/.test(name))
      : analysis.symbols.scopes.some(({ elements }) => elements.has(name));
  if (isElement) throw new RenameError(`there is an element '${name}' already`);
}

/** Without the dollar sign of a variable. */
function nameIn({ sources }: Analysis, place: Place): Place {
  return sources.get(place.file)?.[place.start] === '$' ? { ...place, start: place.start + 1 } : place;
}
