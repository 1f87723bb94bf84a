/** Ones from the lowest bit up to the highest one of `value`. */
export function onesUpTo(value: number): number {
  return value === 0 ? 0 : 0xffffffff >>> Math.clz32(value);
}

/** The greatest number at or below `to` that has bits of `mask` only. */
export function valueUpTo(mask: number, to: number): number {
  const holes = (to & ~mask) >>> 0;
  if (holes === 0) return to;
  // What stands above the highest bit that must go stays; below it everything may be one.
  const below = onesUpTo(holes);
  return ((to & mask & ~below) | (mask & below)) >>> 0;
}

/** The number that the bytes of `word`, big endian, are on the guest's machines. */
export function asStored(word: number): number {
  return (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
