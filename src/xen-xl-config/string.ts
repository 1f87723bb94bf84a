const SIMPLE: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** What xl makes of a quoted string: its text, what it refuses, and whether it loses characters. */
export interface Unquoted {
  text: string;
  /** Why xl refuses it. */
  refusal?: string;
  /** A numeric escape, which xl swallows without putting a character in its place. */
  swallowed?: string;
}

/** Reads a quoted string, quotes included. */
export function unquote(literal: string): Unquoted {
  if (literal.includes('\0')) return { text: '', refusal: 'xl dies of a NUL in a string' };
  const result: Unquoted = { text: '' };
  for (let at = 1; at < literal.length - 1; ) {
    const next = literal.indexOf('\\', at);
    if (next < 0) {
      result.text += literal.slice(at, -1);
      break;
    }
    result.text += literal.slice(at, next);
    at = readEscape(literal, next, result);
  }
  return result;
}

/** Reads the escape at `at` into `result`, and gives where it ends. */
function readEscape(literal: string, at: number, result: Unquoted): number {
  const letter = literal[at + 1]!;
  const simple = SIMPLE[letter];
  if (simple !== undefined) {
    result.text += simple;
    return at + 2;
  }
  const size = numericSize(literal, at);
  if (size === 0) result.refusal ??= `xl does not know the escape \\${letter}`;
  else result.swallowed ??= literal.slice(at, at + size);
  return at + Math.max(size, 2);
}

/** The length of an octal escape as xl 4.17 takes it: a digit, then two or three characters of a decimal number. */
function numericSize(literal: string, at: number): number {
  const digits = /^[0-7](?:[ \t\v\f\r]*[+-]?[0-9]+)/.exec(literal.slice(at + 1, at + 5));
  return digits && digits[0].length >= 3 ? digits[0].length + 1 : 0;
}
