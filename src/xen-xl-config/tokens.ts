import type { ProblemCode, XlProblem } from './problem.ts';

export type TokenKind =
  | 'name'
  | 'number'
  | 'string'
  | 'newline'
  | 'end'
  | '='
  | '+='
  | ';'
  | ','
  | '['
  | ']'
  | 'error';

/** One token; `start` and `end` are indexes into the text. */
export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
}

// One alternative a token, in the order of KINDS; blanks come first and make no token.
const TOKEN =
  /[ \t]+|([a-z][._0-9a-z]*)|([0-9][0-9a-fx]*)|("[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"|'[^'\\\n]*(?:\\[^\n][^'\\\n]*)*')|(\n|#[^\n]*\n)|(=)|(\+=)|(;)|(,)|(\[)|(\])/y;
const KINDS: TokenKind[] = ['name', 'number', 'string', 'newline', '=', '+=', ';', ',', '[', ']'];

/**
 * Splits a whole text as xl does. What is no token is reported, and becomes one token `error` that reaches up to the
 * next `;`, `#` or line.
 */
export function tokenize(text: string): { tokens: Token[]; problems: XlProblem[] } {
  const tokens: Token[] = [];
  const problems: XlProblem[] = [];
  const lastLine = text.lastIndexOf('\n') + 1;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    // A comment ends with its line; where there is no line's end more, none is looked for.
    const match = at >= lastLine && text[at] === '#' ? null : TOKEN.exec(text);
    const end = match ? TOKEN.lastIndex : lineRest(text, at);
    const kind = match && KINDS[match.findIndex((group, index) => index > 0 && group !== undefined) - 1];
    if (!match) problems.push(noToken(text, at, end));
    if (!match || kind) tokens.push({ kind: kind || 'error', start: at, end });
    at = end;
  }
  tokens.push({ kind: 'end', start: at, end: at });
  return { tokens, problems };
}

function lineRest(text: string, at: number): number {
  const stop = /[\n#;]/g;
  stop.lastIndex = at + 1;
  return stop.exec(text)?.index ?? text.length;
}

function noToken(text: string, start: number, end: number): XlProblem {
  const [message, hint, code = 'CF6101'] = explain(text, start, text.slice(start, end));
  return { code, severity: 'error', message, start, end, hint };
}

function explain(
  text: string,
  start: number,
  rest: string,
): [message: string, hint: string, code?: ProblemCode] {
  const first = rest.charCodeAt(0);
  if (first === 0x0d) return ['xl refuses a carriage return', 'end lines with a newline alone'];
  if (first === 0xfeff || rest.startsWith('\xef\xbb\xbf')) {
    return ['xl refuses a byte order mark', 'save the file without it'];
  }
  if (first === 0x0c) return ['xl refuses a form feed', 'remove it'];
  if (rest.startsWith('#'))
    return ['a comment on the last line needs a newline', 'end the file with a newline'];
  if (rest.startsWith('"') || rest.startsWith("'")) {
    return ['this string does not end on its line', 'write \\n for a newline in a string', 'CF6102'];
  }
  if (/^-[0-9]/.test(rest)) return ['xl.cfg has no negative numbers', 'quote it if it has to be'];
  if (/^[A-Z]/.test(rest)) return ['names are in lower case', 'quote it if it is a value'];
  if (rest.startsWith('-') && /[a-z0-9]/.test(text[start - 1] ?? '')) {
    return ['a name cannot hold a "-"', 'xl writes its names with "_"'];
  }
  return [`xl cannot read ${JSON.stringify(rest[0])} here`, 'quote it if it belongs to a value'];
}
