/** The ranges that meet each of equal parts of all values: `from` to below `to`. */
export interface Parts {
  /** A value's part is its number shifted by this. */
  shift: number;
  parts: { from: number; to: number }[];
}

/** Fewer ranges are found as fast by halves. */
const FEWEST = 32;

/**
 * The values of `mask` in as many parts as there are ranges, which begin at `first`; undefined where so many ranges
 * lie in one part that little is won.
 */
export function inParts(mask: number, first: number[]): Parts | undefined {
  if (first.length < FEWEST) return undefined;
  const bits = Math.ceil(Math.log2(first.length));
  const shift = 32 - Math.clz32(mask) - bits;
  if (shift < 0) return undefined;
  const size = 2 ** shift;
  const parts: Parts['parts'] = [];
  let from = 0;
  for (let start = 0; start <= mask; start += size) {
    while (from + 1 < first.length && first[from + 1]! <= start) from++;
    let to = from + 1;
    while (to < first.length && first[to]! < start + size) to++;
    if (4 * (to - from) > first.length) return undefined;
    parts.push({ from, to });
  }
  return { shift, parts };
}
