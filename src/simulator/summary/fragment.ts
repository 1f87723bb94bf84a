import type { ReadContext } from './field.ts';
import { FRAGMENT } from './numbers.ts';

/** A later fragment whose offset nobody knows. */
const SOMEWHERE = 100;

/** `.`, `!` (don't fragment), `F` (first), `f` (later) or an offset. */
export function parseFragment(text: string, context?: ReadContext): number | undefined {
  switch (text) {
    case '.':
      return 0;
    case '!':
      return FRAGMENT.DF;
    case 'F':
      return FRAGMENT.MF;
    case 'f':
      return SOMEWHERE;
    default:
      return context && parseFragmentOffset(text, context);
  }
}

/** Offset in bytes (in units of eight in the oldest files), `+` for more fragments, `!` for don't fragment. */
export function parseFragmentOffset(text: string, context: ReadContext): number | undefined {
  if (text.length === 1 && !/\d/.test(text)) return parseFragment(text);
  const found = /^(\d{1,6})([+!]*)$/.exec(text);
  if (!found) return undefined;
  const offset = context.version > 0 ? Number(found[1]) >> 3 : Number(found[1]);
  const flags = (found[2]!.includes('+') ? FRAGMENT.MF : 0) | (found[2]!.includes('!') ? FRAGMENT.DF : 0);
  return (offset & FRAGMENT.OFFSET) | flags;
}

export function printFragmentOffset(word: number): string {
  const flags = (word & FRAGMENT.MF ? '+' : '') + (word & FRAGMENT.DF ? '!' : '');
  return `${(word & FRAGMENT.OFFSET) << 3}${flags}`;
}
