import { splitArguments } from '../../click-config-parser/index.ts';
import type { Router, RouterElement } from '../router.ts';
import { anonymousName } from './anonymous.ts';
import { chains } from './chain.ts';
import { mentions } from './mentions.ts';
import { type ArgumentsLookup, references, words } from './references.ts';

export interface MinifyOptions {
  argumentsOf: ArgumentsLookup;
  /** Names that a word of the configuration would be read as a class by. */
  isClass: (name: string) => boolean;
}

/**
 * The same router with names as short as they can be: elements that its text mentions once are anonymous, the
 * others are named in the order of how often they are mentioned. Elements that a configuration string names, and
 * those that do so, keep their names. Configuration strings lose comments and blanks around commas.
 */
export function minify(router: Router, options: MinifyOptions): Router {
  const elements = router.elements.map(
    (element): RouterElement => ({ ...element, config: shortConfig(element.config) }),
  );
  // A word in a comment names nobody.
  const short = { ...router, elements };
  const kept = new Set(references(short, options.argumentsOf).flatMap(({ from, to }) => [from, to]));
  const names = shortNames(short, kept, options.isClass);
  return { ...router, elements: elements.map((element, i) => ({ ...element, name: names[i]! })) };
}

function shortNames(router: Router, kept: Set<number>, isClass: (name: string) => boolean): string[] {
  const counts = mentions(chains(router), router.elements.length);
  const taken = new Set([...kept].map((i) => router.elements[i]!.name));
  const reserved = new Set([...words(router), ...router.elements.map(({ className }) => className)]);
  const names = router.elements.map(({ name, className }, i) => {
    if (kept.has(i)) return name;
    return counts[i] === 1 && !taken.has(anonymousName(className, i)) ? anonymousName(className, i) : '';
  });
  const fresh = freshNames((name) => taken.has(name) || reserved.has(name) || isClass(name));
  const unnamed = names.flatMap((name, i) => (name === '' ? [i] : []));
  unnamed.sort((a, b) => counts[b]! - counts[a]! || a - b);
  for (const i of unnamed) names[i] = fresh.next().value as string;
  return names;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_@';
const FOLLOWERS = `${LETTERS}0123456789`;

/** a, b, .. @, aa, ba, ..: every word that begins with no digit, short ones first. */
function* freshNames(isTaken: (name: string) => boolean): Generator<string> {
  for (let number = 0; ; number++) {
    let name = LETTERS[number % LETTERS.length]!;
    for (
      let rest = Math.floor(number / LETTERS.length);
      rest > 0;
      rest = Math.floor((rest - 1) / FOLLOWERS.length)
    )
      name += FOLLOWERS[(rest - 1) % FOLLOWERS.length];
    if (!isTaken(name)) yield name;
  }
}

/** The same arguments without comments and without blanks around the commas. */
export function shortConfig(config: string): string {
  const args = splitArguments(config).map(({ text }) => text);
  // An empty last argument is one only when a comma follows.
  return args.at(-1) === '' ? `${args.join(',')},` : args.join(',');
}
