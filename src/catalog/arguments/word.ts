import { shiftWord, splitWords, unquote } from '../../click-config-parser/index.ts';
import { hasHandler, routerHasHandler } from '../handlers.ts';
import { ANNOTATIONS } from '../service-names.ts';
import { isRuntime } from '../spec.ts';
import { parseInteger, parseUnsigned } from './integer.ts';
import { bytesOf, type Context, type Parser, Refusal } from './value.ts';

/** A single word, quoted where it holds blanks or commas; unquoted. Undefined: it is several words or none. */
export function readString(text: string): string | undefined {
  const words = splitWords(text);
  return words.length === 1 && words[0]!.text === text ? unquote(text) : undefined;
}

const QUOTE_IT = 'put it in double quotes';

export const parseString: Parser = (text) => {
  const string = readString(text);
  if (string !== undefined) return bytesOf(string);
  return new Refusal('must be one word or a quoted string', text === '' ? undefined : QUOTE_IT);
};

/** Anything: the text as it is written. */
export const parseAny: Parser = (text) => bytesOf(text);

/** One word of printable characters without quotes, commas and backslashes. */
export const parseWord: Parser = (text) => {
  const word = readString(text);
  return word !== undefined && /^[!#-&*+\--[\]-~]+$/.test(word)
    ? bytesOf(word)
    : new Refusal('must be a word');
};

export const parseKeyword: Parser = (text) =>
  /^[A-Za-z0-9_.:?!]+$/.test(text) ? bytesOf(text) : new Refusal('must be a keyword');

const FALSE = ['0', 'false', 'no', 'n', 'f'];
const TRUE = ['1', 'true', 'yes', 'y', 't'];

/** Undefined: no boolean. */
export function readBoolean(text: string): boolean | undefined {
  if (FALSE.includes(text)) return false;
  return TRUE.includes(text) ? true : undefined;
}

export const parseBoolean: Parser = (text) => {
  const value = readBoolean(text);
  return value === undefined ? new Refusal("must be 'true' or 'false'") : Number(value);
};

/** One of the words that the argument's spec lists, in any case, or a boolean where the spec gives these a meaning. */
export const parseChoice: Parser = (text, { argument }) => {
  const { choices = {}, booleans } = argument;
  const word = readString(text) ?? text;
  const boolean = readBoolean(word);
  if (booleans && boolean !== undefined) return booleans[Number(boolean)]!;
  const found = Object.entries(choices).find(([choice]) => choice.toLowerCase() === word.toLowerCase());
  const names = Object.keys(choices).map((choice) => `'${choice}'`);
  return found ? found[1] : new Refusal(`must be one of ${names.join(', ')}`);
};

const ANNOTATION_BYTES = 48;

/** The name of an annotation, or its offset. The value is offset and size. */
export const parseAnnotation: Parser = (text, { argument }) => {
  const named = ANNOTATIONS.get(text);
  const number = named ? undefined : parseUnsigned(text, 0xffffff);
  if (!named && number === undefined) return new Refusal('must be an annotation (its name or its offset)');
  // A number may carry its size in the upper half, as Click writes annotations itself.
  const [offset, size] = named ?? [number! & 0xffff, number! >> 16];
  const wanted = argument.size ?? 0;
  if (wanted > 0 && size > 0 && size !== wanted)
    return new Refusal(`must be an annotation of ${wanted} ${wanted === 1 ? 'byte' : 'bytes'}`);
  const bytes = wanted || size || 1;
  if (offset + bytes > ANNOTATION_BYTES)
    return new Refusal(`must lie inside of the ${ANNOTATION_BYTES} annotation bytes`);
  return Uint8Array.of(offset, bytes);
};

/** `[ELEMENT.]HANDLER [VALUE]`. */
export const parseHandlerCall: Parser = (text, context) => {
  const [handler] = shiftWord(text);
  if (!HANDLER.test(handler))
    return new Refusal('must name a handler', "write it like 'counter.reset' or 'stop'");
  const called = isRuntime(context.target) ? wholeName(handler, context) : handler;
  if (called !== undefined) return bytesOf(called + text.substring(handler.length));
  // The simulator says it at its start, in Click's words.
  if (context.target === 'simulator') return bytesOf(text);
  return new Refusal(`must name a write handler that a guest has, not '${handler}'`, undefined, true);
};

/** The handler with its element's whole name, which the runtime looks for; undefined: there is none. */
function wholeName(name: string, { element, elements, target }: Context): string | undefined {
  const dot = name.indexOf('.');
  if (dot < 0) return routerHasHandler(name, 'write') ? name : undefined;
  const index = elements.find(name.substring(0, dot), element.name);
  if (index === undefined || !hasHandler(elements.classOf(index), name.substring(dot + 1), 'write', target))
    return undefined;
  return elements.nameOf(index) + name.substring(dot);
}

const HANDLER = /^(?:[A-Za-z0-9_@/]+\.)?[A-Za-z_][A-Za-z0-9_.:?!$%@^&*-]*$/;

/** A count, then a handler call. */
export const parseCountCall: Parser = (text, context) => {
  const [first, rest] = shiftWord(text);
  const count = first.startsWith('-') ? undefined : parseInteger(first);
  if (count === undefined || count >= 1n << 64n)
    return new Refusal('must begin with a count', "write it like '1000 counter.reset'");
  const call = parseHandlerCall(rest, context);
  if (call instanceof Refusal && call.quotes) return call;
  return call instanceof Uint8Array ? { count, call } : new Refusal('must name a handler behind the count');
};
