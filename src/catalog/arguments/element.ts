import { splitArguments, splitWords } from '../../click-config-parser/index.ts';
import type { Router } from '../../router/router.ts';
import { isRuntime } from '../spec.ts';
import { type Context, type Parser, Refusal } from './value.ts';
import { readString } from './word.ts';

/** The elements of a router, as arguments name them. */
export class Elements {
  readonly #router: Router;
  readonly #byName: Map<string, number>;
  readonly #outputs: number[];
  /** How many questions there were whose answers depend on where the user stands. */
  asked = 0;

  /** `outputs`: how many outputs each element uses. */
  constructor(router: Router, outputs: number[] = []) {
    this.#router = router;
    this.#byName = new Map(router.elements.map((element, index) => [element.name, index]));
    this.#outputs = outputs;
  }

  /** The index of the element that `text` names where the element `user` stands; undefined: there is none. */
  find(text: string, user: string): number | undefined {
    this.asked++;
    const name = readString(text) ?? text;
    for (const scope of scopesOf(user)) {
      const index = this.#byName.get(scope + name);
      if (index !== undefined) return index;
    }
    return undefined;
  }

  /** The same with all elements of a compound that `text` names. */
  findAll(text: string, user: string): number[] {
    const found = this.find(text, user);
    if (found !== undefined) return [found];
    for (const scope of scopesOf(user)) {
      const inside = this.#router.elements.flatMap(({ name }, index) =>
        name.startsWith(`${scope}${text}/`) ? index : [],
      );
      if (inside.length > 0) return inside;
    }
    return [];
  }

  nameOf(index: number): string {
    return this.#router.elements[index]!.name;
  }

  classOf(index: number): string {
    return this.#router.elements[index]!.className;
  }

  argumentsOf(index: number): string[] {
    return splitArguments(this.#router.elements[index]!.config).map(({ text }) => text);
  }

  /** How many outputs the element uses. */
  outputsOf(index: number): number {
    return this.#outputs[index] ?? 0;
  }
}

/** `a/b/`, `a/` and nothing, for `a/b/x`: what names begin with there, the innermost first. */
function scopesOf(user: string): string[] {
  const scopes: string[] = [];
  for (let end = user.lastIndexOf('/'); end >= 0; end = user.lastIndexOf('/', end - 1)) {
    scopes.push(user.substring(0, end + 1));
    if (end === 0) break;
  }
  return [...scopes, ''];
}

/** The index of a named element. */
export const parseElement: Parser = (text, { argument, element, elements }) => {
  const index = elements.find(text, element.name);
  const wanted = argument.class;
  if (index !== undefined && (wanted === undefined || wanted.includes(elements.classOf(index)))) return index;
  return new Refusal(`must name ${wanted ? articled(wanted.join(' or ')) : 'an element'}`);
};

/** Named elements, two bytes each. */
export const parseElements: Parser = (text, context) => {
  const indexes: number[] = [];
  for (const word of splitWords(text)) {
    const index = parseElement(word.text, context);
    if (typeof index !== 'number') {
      const problem = `must name elements, which '${word.text}' does not`;
      return new Refusal(problem, undefined, true);
    }
    indexes.push(index);
  }
  return new Uint8Array(Uint16Array.from(indexes).buffer);
};

function articled(noun: string): string {
  return `${/^[AEIOU]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Elements that rewrite flows and share what they are made of. */
export const REWRITERS: readonly string[] = [
  'ICMPPingRewriter',
  'IPAddrPairRewriter',
  'IPAddrRewriter',
  'IPRewriter',
  'TCPRewriter',
  'UDPRewriter',
];

/** A number of mappings, or the rewriter whose mappings count too. Eight bytes: struct shared_capacity. */
export const parseSharedCapacity: Parser = (text, context) => {
  const bytes = new DataView(new ArrayBuffer(8));
  const count = /^\d/.test(text) ? Number(text) : Number.NaN;
  const rewriter = findRewriter(text, context);
  if (rewriter !== undefined && isRuntime(context.target) && isCircle(rewriter, context))
    return new Refusal('must name a rewriter that leads to one with a number');
  if (rewriter === undefined && !(Number.isInteger(count) && count <= 0x7fffffff))
    return new Refusal('must be a number of mappings or name a rewriter');
  if (rewriter === undefined) bytes.setUint32(0, count, true);
  else {
    bytes.setUint16(4, rewriter, true);
    bytes.setUint16(6, 1, true);
  }
  return new Uint8Array(bytes.buffer);
};

/** Whether each rewriter shares the capacity of the next, and none has its own. */
function isCircle(rewriter: number, context: Context): boolean {
  const seen = new Set<number>();
  for (let each: number | undefined = rewriter; each !== undefined; ) {
    if (seen.has(each)) return true;
    seen.add(each);
    const texts = context.elements.argumentsOf(each);
    const capacity = texts.map((text) => /^(?:MAPPING_)?CAPACITY\s+(\S+)$/.exec(text)?.[1]).find(Boolean);
    const name = context.elements.nameOf(each);
    each =
      capacity === undefined
        ? undefined
        : findRewriter(capacity, { ...context, element: { ...context.element, name } });
  }
  return false;
}

/** Undefined: the text names no rewriter. */
export function findRewriter(text: string, { element, elements }: Context): number | undefined {
  const index = elements.find(text, element.name);
  return index !== undefined && REWRITERS.includes(elements.classOf(index)) ? index : undefined;
}
