import { BLANK, DIGIT, isAt, KEYWORD, skip, VARIABLE } from '../click-config-parser/characters.ts';
import type { ArgumentSpec, ElementVariant } from './spec.ts';

/** Which of an element's arguments each parameter of its class gets, by the argument's index. */
export interface Assignment {
  byName: Map<string, Assigned>;
  /** Arguments for the parameter that takes the rest. */
  rest: Assigned[];
  missing: ArgumentSpec[];
  unknown: { index: number; keyword: string }[];
  extra: number[];
  deprecated: { index: number; keyword: string; argument: ArgumentSpec }[];
}

export interface Assigned {
  index: number;
  /** Without its keyword. */
  text: string;
  /** Where `text` begins in the argument. */
  offset: number;
}

/** Binds arguments to parameters by Click's rules; `fits` says whether a text is of its parameter's type. */
export function assign(
  texts: string[],
  spec: ElementVariant,
  fits: (argument: ArgumentSpec, text: string) => boolean,
): Assignment {
  const parameters = spec.arguments ?? [];
  const rest = parameters.find((argument) => argument.rest);
  const single = parameters.filter((argument) => !argument.rest);
  const pool = new Pool(texts);
  // Most elements have none.
  if (texts.length === 0) return pool.finish(single, rest !== undefined);
  if (rest || spec.keywords_first || spec.positional) {
    for (const argument of single) pool.bindKeyword(argument);
    pool.strip();
    bindPositional(pool, positionalOf(pool, spec, single, fits));
  } else for (const argument of single) pool.bind(argument);
  return pool.finish(single, rest !== undefined);
}

/** The parameters that the remaining arguments are for, in order. */
function positionalOf(
  pool: Pool,
  spec: ElementVariant,
  parameters: ArgumentSpec[],
  fits: (argument: ArgumentSpec, text: string) => boolean,
): ArgumentSpec[] {
  const remaining = pool.remaining();
  if (!spec.positional) return parameters.filter((argument) => argument.position !== undefined);
  const ways = spec.positional.map((names) =>
    names.map((name) => parameters.find((argument) => argument.name === name)!),
  );
  const fitting = ways.find(
    (way) => remaining.length <= way.length && remaining.every(({ text }, place) => fits(way[place]!, text)),
  );
  return fitting ?? ways[ways.length - 1]!;
}

function bindPositional(pool: Pool, parameters: ArgumentSpec[]): void {
  const [only, second] = pool.remaining();
  for (const argument of parameters) {
    const same = parameters.find(({ name }) => name === argument.same_as);
    if (same && only && !second) pool.bound.set(argument.name, only);
    else pool.bind(argument, true);
  }
}

/** The first word of several, if it can be a keyword, as Click's own characters and blanks go; '' if it cannot. */
function keywordOf(text: string): string {
  if (!isAt(text, 0, VARIABLE) || isAt(text, 0, DIGIT)) return '';
  const end = skip(text, 0, KEYWORD);
  const isFirst = isAt(text, end, BLANK) && skip(text, end, BLANK) < text.length;
  return isFirst ? text.substring(0, end) : '';
}

/** Arguments on their way to parameters. */
class Pool {
  readonly bound = new Map<string, Assigned>();
  readonly #mayHaveKeywords: boolean;
  readonly #deprecated: Assignment['deprecated'] = [];
  #open: { index: number; text: string; keyword: string; state: 'open' | 'keyword' | 'positional' }[];

  constructor(texts: string[]) {
    this.#open = texts.map((text, index) => {
      return { index, text, keyword: keywordOf(text), state: 'open' };
    });
    this.#mayHaveKeywords = this.#open.some(({ keyword }) => keyword !== '');
  }

  /** As a keyword, of which the last counts; else the next argument by position. */
  bind(argument: ArgumentSpec, byPosition = argument.position !== undefined): void {
    if (this.bound.has(argument.name)) return;
    // Where the first argument not taken by position was taken by keyword, nothing can be given by position.
    const next = this.#open.find(({ state }) => state !== 'positional');
    const usable = next?.state === 'open' ? next : undefined;
    const found = this.bindKeyword(argument);
    if (!byPosition || usable?.state !== 'open') return;
    if (usable.keyword !== '' && (found || !argument.mandatory)) return;
    usable.state = 'positional';
    const before = this.bound.get(argument.name);
    if (before === undefined || before.index < usable.index)
      this.bound.set(argument.name, { index: usable.index, text: usable.text, offset: 0 });
  }

  bindKeyword(argument: ArgumentSpec): boolean {
    if (!this.#mayHaveKeywords) return false;
    let found = false;
    for (const keyword of [argument.name, ...(argument.aliases ?? []), ...(argument.deprecated ?? [])])
      for (const entry of this.#open)
        if (entry.keyword === keyword && entry.state === 'open') {
          entry.state = 'keyword';
          found = true;
          const offset = skip(entry.text, keyword.length, BLANK);
          this.bound.set(argument.name, { index: entry.index, text: entry.text.substring(offset), offset });
          if (argument.deprecated?.includes(keyword))
            this.#deprecated.push({ index: entry.index, keyword, argument });
        }
    return found;
  }

  strip(): void {
    this.#open = this.#open.filter(({ state }) => state === 'open');
  }

  remaining(): Assigned[] {
    const open = this.#open.filter(({ state }) => state === 'open');
    return open.map(({ index, text }) => ({ index, text, offset: 0 }));
  }

  #isNeeded({ mandatory, needed_without: others }: ArgumentSpec): boolean {
    if (mandatory === true || others === undefined) return mandatory === true;
    return typeof others === 'string'
      ? !this.bound.has(others)
      : !others.some((name) => this.bound.has(name));
  }

  finish(parameters: ArgumentSpec[], takesRest: boolean): Assignment {
    const left = this.#open.filter(({ state }) => state === 'open');
    return {
      byName: this.bound,
      rest: takesRest ? this.remaining() : [],
      missing: parameters.filter((parameter) => this.#isNeeded(parameter) && !this.bound.has(parameter.name)),
      unknown: takesRest ? [] : left.filter(({ keyword }) => keyword !== ''),
      extra: takesRest ? [] : left.filter(({ keyword }) => keyword === '').map(({ index }) => index),
      deprecated: this.#deprecated,
    };
  }
}
