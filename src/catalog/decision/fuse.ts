import type { Target, TestHow, Word } from './graph.ts';

/** One test for two, and the second of them. */
export interface Fused {
  word: Word;
  mask: number;
  value: number;
  next: TestHow;
  nextMissing: Target | undefined;
}

/**
 * A test and the one that follows when it holds, as one of the four bytes that both look at: whether a packet is no
 * fragment and of a protocol. Undefined where they lie farther apart, or where packets usually fail the first and
 * would have two tests to fail.
 */
export function fuse(word: Word, how: TestHow): Fused | undefined {
  const next = how.yes;
  if (typeof next === 'number' || next.base !== word.base || next.how.kind !== 'test') return undefined;
  if (next.how.no !== how.no && how.value !== 0) return undefined;
  const offset = Math.min(firstByte(word.offset, how.mask), firstByte(next.offset, next.how.mask));
  const need = Math.max(word.offset + word.need, next.offset + next.need) - offset;
  if (need > 4 || how.mask === 0 || next.how.mask === 0) return undefined;
  const first = moved(how.mask, word.offset - offset);
  const second = moved(next.how.mask, next.offset - offset);
  if ((first & second) !== 0) return undefined;
  const mask = (first | second) >>> 0;
  const value = (moved(how.value, word.offset - offset) | moved(next.how.value, next.offset - offset)) >>> 0;
  return {
    word: { base: word.base, offset, need, mask },
    mask,
    value,
    next: next.how,
    nextMissing: next.missing,
  };
}

function firstByte(offset: number, mask: number): number {
  return offset + (Math.clz32(mask) >>> 3);
}

/** A number of a word that begins so many bytes behind another, in that one. */
function moved(bits: number, bytes: number): number {
  return bytes < 0 ? bits << (-8 * bytes) : bits >>> (8 * bytes);
}
