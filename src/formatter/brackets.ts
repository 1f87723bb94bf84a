import type { Token } from './tokens.ts';

/**
 * For each token, whether a line may end before it: at the file level, and in compounds and groups that are
 * written in several lines. An opening bracket counts to what encloses it, a closing one to what it closes.
 */
export function inWideBrackets(list: Token[]): boolean[] {
  const isWide: boolean[] = new Array(list.length).fill(true);
  const wideOpens = wideBrackets(list);
  const stack: boolean[] = [];
  list.forEach(({ kind }, i) => {
    isWide[i] = stack.at(-1) ?? true;
    if (kind === 'open') stack.push(wideOpens.has(i));
    if (kind === 'close') stack.pop();
  });
  return isWide;
}

/** The opening brackets with a line end between them and their partner. */
function wideBrackets(list: Token[]): Set<number> {
  const wide = new Set<number>();
  const open: { at: number; lines: number }[] = [];
  let lines = 0;
  list.forEach((token, i) => {
    lines += token.newlines;
    if (token.kind === 'close') {
      const last = open.pop();
      if (last !== undefined && lines > last.lines) wide.add(last.at);
    }
    if (/[\r\n]/.test(token.text)) lines++;
    if (token.kind === 'open') open.push({ at: i, lines });
  });
  return wide;
}
