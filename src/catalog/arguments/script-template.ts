import { bytesOf } from './value.ts';

/** What a part of a template is: see images/base/router/script.h. */
const TEXT = 0;
const VARIABLE = 1;
const CALL = 2;
const ESCAPED = 4;
const IN_QUOTES = 8;
const BRACES = 16;

/** Deeper ones stay as they are written, as in Click. */
const DEPTH = 9;

/** Most bytes of a part. */
const LONGEST = 0xffff;

/** A text with `$` in it is too long for a part of a template. */
export class TooLong extends Error {}

/**
 * A text with its `$VARIABLE`, `${VARIABLE}` and `$(HANDLER …)` as parts, which the runtime expands. With `inQuotes`
 * what is expanded outside of quotes gets quotes. Throws TooLong.
 */
export function compileTemplate(text: string, inQuotes = false, depth = 0): Uint8Array {
  const parts: Uint8Array[] = [];
  let done = 0;
  for (const { kind, name, start, end, quote } of depth < DEPTH ? substitutions(text) : []) {
    parts.push(...textParts(text.substring(done, start)));
    const mode = quote === '"' ? ESCAPED : inQuotes ? IN_QUOTES : 0;
    parts.push(part(kind | mode, compileTemplate(name, false, depth + 1)));
    done = end;
  }
  return joined([...parts, ...textParts(text.substring(done))]);
}

/** What stands in a text's `$(…)`, those in one another too. */
export function callsIn(text: string, depth = 0): string[] {
  if (depth === DEPTH) return [];
  return [...substitutions(text)].flatMap(({ kind, name }) => [
    ...(kind === CALL ? [name] : []),
    ...callsIn(name, depth + 1),
  ]);
}

/** The outermost places of a text that something else takes at run time. */
function* substitutions(text: string): Generator<Name & { start: number; quote: string }> {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\' && quote === '"') at++;
    else if (char === '"' || char === "'") quote = quote === '' ? char : quote === char ? '' : quote;
    else if (char === '$' && quote !== "'") {
      const found = findName(text, at + 1);
      if (found === 'unfinished') return;
      if (!found) continue;
      yield { ...found, start: at, quote };
      at = found.end - 1;
    }
  }
}

interface Name {
  kind: number;
  name: string;
  end: number;
}

/** What stands behind a `$`; undefined: no name. */
function findName(text: string, at: number): Name | 'unfinished' | undefined {
  const char = text[at];
  if (char === '{') {
    const end = text.indexOf('}', at);
    return end < 0
      ? 'unfinished'
      : { kind: VARIABLE | BRACES, name: text.substring(at + 1, end), end: end + 1 };
  }
  if (char === '(') {
    const end = closing(text, at + 1);
    return end === undefined ? 'unfinished' : { kind: CALL, name: text.substring(at + 1, end), end: end + 1 };
  }
  WORD.lastIndex = at;
  const name = WORD.exec(text)?.[0];
  return name === undefined ? undefined : { kind: VARIABLE, name, end: at + name.length };
}

const WORD = /[A-Za-z0-9_]+|[?#$]/y;

/** Where the parenthesis ends whose content begins at `at`. */
function closing(text: string, at: number): number | undefined {
  let level = 1;
  let quote = '';
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\' && quote !== "'") at++;
    else if (char === '"' || char === "'") quote = quote === '' ? char : quote === char ? '' : quote;
    else if (quote === '' && char === '(') level++;
    else if (quote === '' && char === ')' && --level === 0) return at;
  }
  return undefined;
}

function textParts(text: string): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < text.length; at += LONGEST)
    parts.push(part(TEXT, bytesOf(text.substring(at, at + LONGEST))));
  return parts;
}

function part(kind: number, content: Uint8Array): Uint8Array {
  if (content.length > LONGEST) throw new TooLong();
  return joined([Uint8Array.of(kind, content.length & 255, content.length >> 8), content]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
