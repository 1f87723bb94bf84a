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
