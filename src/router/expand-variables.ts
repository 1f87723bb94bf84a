import { isPlain } from '../click-config-parser/arguments.ts';
import { skip, VARIABLE } from '../click-config-parser/characters.ts';
import { escapeQuoted, parseInteger, wordAt } from '../click-config-parser/index.ts';
import { afterComment, isComment } from '../click-config-parser/scan.ts';
import type { Budget } from './limits.ts';
import type { Variables } from './variables.ts';

/** A value may name further variables, this deep; what is left then stays as it is. */
const MAX_DEPTH = 10;

/**
 * Replaces `$name`, `${name[i]-default}` and `$(name)` in a configuration string. Unknown names stay as written;
 * nothing is replaced between single quotes and in comments, and between double quotes the value is escaped.
 */
export function expandVariables(text: string, variables: Variables, budget: Budget, depth = 0): string {
  if (depth > MAX_DEPTH || !text.includes('$')) return text;
  budget.spend(text.length);
  let output = '';
  let copied = 0;
  let quote = '';
  // Then nothing matters but the variables, and V8 looks for them faster than this loop.
  const plain = isPlain(text);
  for (let pos = 0; pos < text.length; ) {
    if (plain) pos = text.indexOf('$', pos);
    if (pos < 0) break;
    const char = text[pos];
    if (char === '\\' && quote === '"') pos += 2;
    else if (char === '"' || char === "'") {
      if (quote === '') quote = char;
      else if (quote === char) quote = '';
      pos++;
    } else if (quote === '' && isComment(text, pos)) pos = afterComment(text, pos);
    else if (char !== '$' || quote === "'") pos++;
    else {
      const found = readReference(text, pos);
      if (found === 'unclosed') break;
      if (found === undefined) {
        pos++;
        continue;
      }
      const replacement = replace(found, quote, variables, budget, depth);
      output += text.substring(copied, pos) + (replacement ?? '');
      copied = replacement === undefined ? pos : found.end;
      pos = found.end;
    }
  }
  // As in Click, a text that begins with nothing but empty values stays as it was written.
  return output === '' ? text : output + text.substring(copied);
}

interface Reference {
  /** `$name`, `${...}` or `$(...)`. */
  kind: '' | '{' | '(';
  name: string;
  end: number;
  /** Whether the name holds variables itself. */
  nested: boolean;
}

function readReference(text: string, pos: number): Reference | 'unclosed' | undefined {
  const next = text[pos + 1];
  if (next === '{') {
    const close = text.indexOf('}', pos + 2);
    if (close < 0) return 'unclosed';
    const name = text.substring(pos + 2, close);
    return { kind: '{', name, end: close + 1, nested: name.includes('$') };
  }
  if (next === '(') return readParenthesis(text, pos + 2);
  const isSpecial = next === '?' || next === '#' || next === '$';
  const end = isSpecial ? pos + 2 : skip(text, pos + 1, VARIABLE);
  if (end === pos + 1) return undefined;
  return { kind: '', name: text.substring(pos + 1, end), end, nested: false };
}

function readParenthesis(text: string, start: number): Reference | 'unclosed' {
  let level = 1;
  let quote = '';
  let nested = false;
  let pos = start;
  for (; pos < text.length && level > 0; pos++) {
    const char = text[pos]!;
    if (char === '\\' && quote !== "'") pos++;
    else if (char === '$' && quote !== "'") nested = true;
    else if (char === '"' || char === "'") quote = quote === '' ? char : quote === char ? '' : quote;
    else if (quote === '' && char === '(') level++;
    else if (quote === '' && char === ')') level--;
  }
  // Where the text ends Click looks for a parenthesis as its last byte, whichever it closes.
  if (level > 0 && (pos === start || text.at(-1) !== ')')) return 'unclosed';
  pos = Math.min(pos, text.length);
  return { kind: '(', name: text.substring(start, pos - 1), end: pos, nested };
}

/** What takes the reference's place; undefined when it stays as written. */
function replace(
  { kind, name: written, nested }: Reference,
  quote: string,
  variables: Variables,
  budget: Budget,
  depth: number,
): string | undefined {
  const name = nested ? expandVariables(written, variables, budget, depth + 1) : written;
  const isBrace = kind === '{';
  const value = (isBrace ? readBraces : expandedValue)(name, variables, budget, depth);
  if (value === undefined) return nested ? `$${kind}${name}${isBrace ? '}' : ')'}` : undefined;
  const text = quote === '"' ? escapeQuoted(value) : value;
  budget.spend(text.length + 1);
  return text;
}

function expandedValue(
  name: string,
  variables: Variables,
  budget: Budget,
  depth: number,
): string | undefined {
  const value = variables.lookup(name);
  return value === undefined ? undefined : expandVariables(value, variables, budget, depth + 1);
}

/** As much of a text as Click reads as an integer, or nothing. */
const INTEGER = '[+-]?(?:0[xX][0-9A-Fa-f_]+|0[bB][01_]+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)';
const BLANKS = String.raw`[ \f\n\r\t\v]*`;
const BRACES = new RegExp(
  `^${BLANKS}([A-Za-z0-9_]*)${BLANKS}(?:\\[${BLANKS}(?:(${INTEGER})(\\]${BLANKS})?)?)?(-)?`,
);

/** `name`, `name[index]`, `name-default`, `name[index]-default`. */
function readBraces(text: string, variables: Variables, budget: Budget, depth: number): string | undefined {
  const [all, name, index, bracket, minus] = BRACES.exec(text)!;
  const value = expandedValue(name!, variables, budget, depth);
  if (value === undefined) {
    return minus && expandVariables(text.substring(all.length), variables, budget, depth + 1);
  }
  const number =
    index !== undefined && bracket !== undefined ? parseInteger(index.replace(/^\+/, '')) : undefined;
  if (number === undefined) return value;
  const word = wordAt(value, number);
  budget.spend(word.end);
  return word.text;
}
