import type { Token } from './tokens.ts';

/** Tokens, and where the nearest ones stand that are neither comment nor directive. */
export class TokenList {
  readonly tokens: readonly Token[];
  /** For each token, and the end: the first one from it on. */
  readonly next: Int32Array;
  /** For each token the last one before it; -1 when there is none. */
  readonly last: Int32Array;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
    this.next = new Int32Array(tokens.length + 2).fill(tokens.length);
    this.last = new Int32Array(tokens.length);
    for (let i = tokens.length - 1; i >= 0; i--) this.next[i] = isCode(tokens[i]!) ? i : this.next[i + 1]!;
    for (let i = 0, last = -1; i < tokens.length; i++) {
      this.last[i] = last;
      if (isCode(tokens[i]!)) last = i;
    }
  }
}

/** What stands between two tokens; `continue` is a line end inside of a statement. */
export type Gap = '' | ' ' | 'line' | 'continue';

/** The gap before token `i`, where a line may end if it `wraps`. */
export function gapBefore(list: TokenList, i: number, wraps: boolean): Gap {
  const { tokens } = list;
  const before = tokens[i - 1];
  const token = tokens[i]!;
  if (before === undefined || before.kind === 'directive' || token.kind === 'directive')
    return lineBefore(list, i);
  if (before.kind === 'comment' || token.kind === 'comment') return aroundComment(list, i, before, token);
  if (token.text === ';' || token.text === ',' || token.kind === 'config') return '';
  if (before.kind === 'open') return wraps && !isParameter(list, i) ? 'line' : inside(before, token);
  if (token.kind === 'close') return wraps ? 'line' : inside(before, token);
  if (token.text === '||') return wraps ? 'line' : ' ';
  if (before.text === '||') return wraps && !isParameter(list, i) && token.text !== '...' ? 'line' : ' ';
  if (before.text === '|' || before.text === ';' || token.isStatement) return wraps ? 'line' : ' ';
  if (token.kind === 'arrow') return token.newlines > 0 || endsLine(tokens[i + 1]) ? 'continue' : ' ';
  return before.text === ',' && token.newlines > 0 ? 'continue' : ' ';
}

function aroundComment(list: TokenList, i: number, before: Token, token: Token): Gap {
  if (before.text.startsWith('//') || token.newlines > 0) return lineBefore(list, i);
  return token.text === ';' || token.text === ',' ? '' : ' ';
}

/** Parentheses hold their content close, braces do not. */
function inside(before: Token, token: Token): Gap {
  return before.text === '(' || token.text === ')' ? '' : ' ';
}

/** An arrow that ends its line is moved to the beginning of the next one. */
function endsLine(next: Token | undefined): boolean {
  if (next === undefined || next.newlines === 0 || next.isStatement) return false;
  return next.kind !== 'comment' && next.kind !== 'close';
}

/** Whether token `i` belongs to the parameters at the beginning of a compound: `$a, KEY $b |`. */
function isParameter({ tokens, next }: TokenList, i: number): boolean {
  const first = next[i]!;
  const text = tokens[first]?.text ?? '';
  return text === '|' || text.startsWith('$') || tokens[next[first + 1]!]?.text.startsWith('$') === true;
}

function lineBefore(list: TokenList, i: number): Gap {
  const before = list.tokens[list.last[i]!];
  const next = list.tokens[list.next[i]!];
  if (before === undefined || before.kind === 'open' || /^(;|\||\|\|)$/.test(before.text)) return 'line';
  if (next === undefined || next.kind === 'close' || next.text === '||' || next.isStatement) return 'line';
  return 'continue';
}

function isCode({ kind }: Token): boolean {
  return kind !== 'comment' && kind !== 'directive';
}
