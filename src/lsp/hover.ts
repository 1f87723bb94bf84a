import {
  type ArgumentSpec,
  availability,
  lookup,
  lookupAnywhere,
  manualAnywhere,
  manualOf,
  type Target,
} from '../catalog/index.ts';
import { shiftWord, splitArguments } from '../click-config-parser/index.ts';
import { argumentMarkdown, manualMarkdown } from '../manual/markdown.ts';
import { decode } from '../reporters/source-text.ts';
import { type Analysis, occurrenceAt } from './analysis.ts';
import { type ClassTarget, type ClickSymbol, isSymbol, type Place } from './symbols/symbol.ts';

export interface HoverText {
  place: Place;
  markdown: string;
}

/** What there is to say about the place at `offset`: of a name what it stands for, of an argument its meaning. */
export function hover(analysis: Analysis, offset: number, target: Target): HoverText | undefined {
  const found = occurrenceAt(analysis, offset);
  if (found) {
    const markdown = isSymbol(found.target)
      ? symbolMarkdown(analysis, found.target, target)
      : classMarkdown(found.target, target);
    return { place: found.place, markdown };
  }
  return argumentAt(analysis, offset, target);
}

function symbolMarkdown(analysis: Analysis, symbol: ClickSymbol, target: Target): string {
  const code = `\`\`\`click\n${declaration(analysis, symbol)}\n\`\`\``;
  if (symbol.kind !== 'element') return code;
  return symbol.type?.kind === 'primitive' ? `${code}\n\n${classMarkdown(symbol.type, target)}` : code;
}

/** How the symbol is written, without the inside of compounds. */
function declaration({ sources }: Analysis, symbol: ClickSymbol): string {
  const { kind, name, bodies, keyword, value, range } = symbol;
  if (kind === 'variable') {
    if (value !== undefined) return `define($${name} ${decode(value)})`;
    return `${keyword ? `${keyword} ` : ''}$${name}  // parameter`;
  }
  if (bodies === undefined) {
    const text = sources.get(range.file)?.substring(range.start, range.end) ?? name;
    return decode(kind === 'class' ? text : shared(text, symbol));
  }
  const inside = bodies.map(({ variables }) => {
    const parameters = [...variables.values()].filter((each) => each.keyword !== undefined);
    return parameters.map((each) => `${each.keyword ? `${each.keyword} ` : ''}$${each.name}`).join(', ');
  });
  const shown = inside.map((list) => (list ? `{ ${list} | … }` : '{ … }')).join(' || ');
  return kind === 'class' ? `elementclass ${name} ${shown}` : `${name} :: ${shown}`;
}

/** An element of a list has no class behind its own name. */
function shared(text: string, { name, type }: ClickSymbol): string {
  return text.includes('::') || type === undefined ? text : `${name} :: ${type.name}`;
}

function classMarkdown({ name }: ClassTarget, target: Target): string {
  const spec = manualOf(name, target) ?? manualAnywhere(name);
  return spec ? manualMarkdown(spec, availability(name)) : `**${name}**`;
}

function argumentAt(
  { file, sources, symbols }: Analysis,
  offset: number,
  target: Target,
): HoverText | undefined {
  const use = symbols.configs.find(
    ({ place }) => place.file === file && place.start <= offset && offset <= place.end,
  );
  if (use?.target?.kind !== 'primitive') return undefined;
  const spec = lookup(use.target.name, target) ?? lookupAnywhere(use.target.name);
  const text = sources.get(file)!.substring(use.place.start, use.place.end);
  let position = 0;
  for (const { text: given, start, end } of splitArguments(text, use.place.start)) {
    const [word, value] = shiftWord(given);
    const keyword = value === '' ? undefined : named(spec?.arguments, word);
    if (keyword === undefined) position++;
    if (offset < start || offset > end) continue;
    const argument = keyword ?? atPosition(spec?.arguments, position);
    return argument && { place: { file, start, end }, markdown: argumentMarkdown(argument) };
  }
  return undefined;
}

function named(list: readonly ArgumentSpec[] | undefined, word: string): ArgumentSpec | undefined {
  return list?.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
}

function atPosition(list: readonly ArgumentSpec[] | undefined, position: number): ArgumentSpec | undefined {
  return list?.find((each) => each.position === position) ?? list?.find(({ rest }) => rest);
}
