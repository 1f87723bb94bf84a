import type { Token } from './tokens.ts';

/** What stands between two tokens; `continue` is a line end inside of a statement. */
export type Gap = '' | ' ' | 'line' | 'continue';

/** The gap before token `i`, where a line may end if it `wraps`. */
export function gapBefore(list: Token[], i: number, wraps: boolean): Gap {
  const before = list[i - 1];
  const token = list[i]!;
  if (before === undefined || before.kind === 'directive' || token.kind === 'directive')
    return lineBefore(list, i);
  if (before.kind === 'comment' || token.kind === 'comment') return aroundComment(list, i, before, token);
  if (token.text === ';' || token.text === ',' || token.kind === 'config') return '';
  if (before.kind === 'open') return wraps && !isParameter(list, i) ? 'line' : inside(before, token);
  if (token.kind === 'close') return wraps ? 'line' : inside(before, token);
  if (token.text === '||') return wraps ? 'line' : ' ';
  if (before.text === '||') return wraps && !isParameter(list, i) && token.text !== '...' ? 'line' : ' ';
  if (before.text === '|' || before.text === ';' || token.isStatement) return wraps ? 'line' : ' ';
  if (token.kind === 'arrow') return token.newlines > 0 || endsLine(list[i + 1]) ? 'continue' : ' ';
  return before.text === ',' && token.newlines > 0 ? 'continue' : ' ';
}

function aroundComment(list: Token[], i: number, before: Token, token: Token): Gap {
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
function isParameter(list: Token[], i: number): boolean {
  const first = nextCode(list, i);
  const text = list[first]?.text ?? '';
  return (
    text === '|' || text.startsWith('$') || list[nextCode(list, first + 1)]?.text.startsWith('$') === true
  );
}

function lineBefore(list: Token[], i: number): Gap {
  let last = i - 1;
  while (last >= 0 && !isCode(list[last]!)) last--;
  const before = list[last];
  const next = list[nextCode(list, i)];
  if (before === undefined || before.kind === 'open' || /^(;|\||\|\|)$/.test(before.text)) return 'line';
  if (next === undefined || next.kind === 'close' || next.text === '||' || next.isStatement) return 'line';
  return 'continue';
}

/** The number of the first token from `i` on that is neither comment nor directive. */
function nextCode(list: Token[], i: number): number {
  while (i < list.length && !isCode(list[i]!)) i++;
  return i;
}

function isCode({ kind }: Token): boolean {
  return kind !== 'comment' && kind !== 'directive';
}
