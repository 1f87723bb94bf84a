import { afterPiece, isAngle } from './scan.ts';

const CONNECTION = "a connection is written 'FROM -> TO'";
const DECLARATION = "a declaration is written 'NAME :: CLASS'";
const STRINGS = 'quotes stand in configuration strings alone, between parentheses';
const VARIABLES = 'variables stand in configuration strings alone, between parentheses';
const CLOSES_NOTHING = 'it closes nothing that is open here';

/** What is probably meant by a token that stands where none has a place, by its first byte. */
const HINTS: Record<string, string> = {
  ':': DECLARATION,
  '=': DECLARATION,
  '-': CONNECTION,
  '<': CONNECTION,
  '>': CONNECTION,
  '~': CONNECTION,
  '"': STRINGS,
  "'": STRINGS,
  $: VARIABLES,
  '#': "a comment begins with '//'",
  ')': CLOSES_NOTHING,
  '}': CLOSES_NOTHING,
  ']': CLOSES_NOTHING,
};

const ARROWS = ['\xe2\x86\x92', '\xe2\x87\x92', '\xe2\x9f\xb6', '\xe2\x80\x93>', '\xe2\x80\x94>'];

/** `token` stands at `pos` where it has no place. */
export function hintFor(source: string, pos: number, token: string): string | undefined {
  if (token === '->' || token === '=>') return `an element is missing before the '${token}'`;
  if (token === '::') return `a name is missing before the '::'`;
  if (ARROWS.some((arrow) => source.startsWith(arrow, pos))) return CONNECTION;
  return HINTS[token.charAt(0)];
}

/** Why a configuration string that begins at `start` takes all the rest of the file. */
export function whyUnclosed(source: string, start: number): string | undefined {
  for (let pos = start; pos < source.length; ) {
    const end = afterPiece(source, pos);
    if (end >= source.length && !isClosed(source, pos)) {
      const what = source.startsWith('/*', pos) ? 'comment' : 'string';
      return `the ${what} that begins in line ${lineOf(source, pos)} is not closed`;
    }
    pos = end;
  }
  const line = /^[^\r\n]*?(?=->|=>|;)/.exec(source.substring(start, start + 1000));
  if (line === null) return undefined;
  const before = source.startsWith(';', start + line[0].length)
    ? ';'
    : source.substr(start + line[0].length, 2);
  return `is a ')' missing before the '${before}' in line ${lineOf(source, start)}?`;
}

/** Whether what begins at `pos`, and goes up to the end of the file, ends there. */
function isClosed(source: string, pos: number): boolean {
  const char = source[pos]!;
  if (char === '"' || char === "'") return source.length - pos > 1 && source.endsWith(char);
  if (source.startsWith('/*', pos)) return !isUnclosedComment(source, pos);
  return !isAngle(source, pos) || source.endsWith('>');
}

export function isUnclosedComment(source: string, pos: number): boolean {
  return source.startsWith('/*', pos) && source.indexOf('*/', pos + 2) < 0;
}

function lineOf(source: string, pos: number): number {
  return source.substring(0, pos).split(/\r\n|\r|\n/).length;
}
