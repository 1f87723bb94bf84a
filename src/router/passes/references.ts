import type { Router } from '../router.ts';

/** The types of the arguments of a class; undefined when nothing is. */
export type ArgumentsLookup = (className: string) => readonly { type: string }[] | undefined;

/** The element at `from` names the element at `to` in its configuration. */
export interface Reference {
  from: number;
  to: number;
}

/** Types of arguments that can hold the name of an element or of a handler. */
const NAMING = new Set([
  ...['any', 'element', 'elements', 'element-threads', 'element-weights', 'handler-call', 'count-call'],
  ...['keyword', 'rewriter-inputs', 'rewriters', 'script', 'shared-capacity', 'word'],
]);

/** Those in which the name of a compound stands for all that is inside it. */
const GROUPING = new Set(['element-threads', 'element-weights']);

/**
 * The elements that configuration strings name, as `ARPQuerier(TABLE t)` does or a Script. Where the arguments
 * of a class are not known, every word counts, so a reference may be seen that is none, but none is missed.
 */
export function references(router: Router, argumentsOf: ArgumentsLookup): Reference[] {
  const index = new Map(router.elements.map((element, i) => [element.name, i]));
  const found: Reference[] = [];
  router.elements.forEach(({ name, className, config }, from) => {
    const args = argumentsOf(className);
    if (config === '' || !canName(args)) return;
    for (const to of named(config, name, index)) if (to !== from) found.push({ from, to });
    if (!args?.some(({ type }) => GROUPING.has(type))) return;
    for (const to of inside(router, config, name)) if (to !== from) found.push({ from, to });
  });
  return found;
}

/** The elements of compounds around or beside element `name` that words of its configuration are the names of. */
function inside({ elements }: Router, config: string, name: string): number[] {
  const mentioned = new Set(config.match(WORDS));
  const scopes = ['', ...[...name.matchAll(/\//g)].map(({ index }) => name.substring(0, index + 1))];
  return elements.flatMap((element, i) =>
    scopes.some(
      (scope) =>
        element.name.startsWith(scope) &&
        [...element.name.matchAll(/\//g)].some(({ index }) =>
          mentioned.has(element.name.substring(scope.length, index)),
        ),
    )
      ? [i]
      : [],
  );
}

/** Every word of all configuration strings that could be an element's name. */
export function words(router: Router): Set<string> {
  return new Set(router.elements.flatMap(({ config }) => config.match(WORDS) ?? []));
}

const WORDS = /[A-Za-z0-9_@]+(?:\/[A-Za-z0-9_@]+)*/g;

function canName(args: ReturnType<ArgumentsLookup>): boolean {
  return args === undefined || args.some(({ type }) => NAMING.has(type));
}

function named(config: string, name: string, index: Map<string, number>): Set<number> {
  const found = new Set<number>();
  for (const word of new Set(config.match(WORDS))) {
    const target = resolve(word, name, index);
    if (target !== undefined) found.add(target);
  }
  return found;
}

/** As Click looks names up: first beside the element inside its compound, then in each compound around that. */
function resolve(word: string, name: string, index: Map<string, number>): number | undefined {
  for (let end = name.lastIndexOf('/'); end >= 0; end = name.lastIndexOf('/', end - 1)) {
    const target = index.get(name.substring(0, end + 1) + word);
    if (target !== undefined) return target;
    if (end === 0) break;
  }
  return index.get(word);
}
