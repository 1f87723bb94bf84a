/**
 * A set of numbers from 0 to below 2^32 as the sorted numbers at which membership changes: [2, 5, 9] holds 2, 3, 4
 * and everything from 9 on.
 */
export type ValueSet = readonly number[];

export const LIMIT = 0x100000000;

export function rangeSet(first: number, behind: number): ValueSet {
  return behind >= LIMIT ? [first] : [first, behind];
}

export function complement(set: ValueSet): ValueSet {
  return set[0] === 0 ? set.slice(1) : [0, ...set];
}

export function union(a: ValueSet, b: ValueSet): ValueSet {
  return combine(a, b, (inA, inB) => inA || inB);
}

export function intersection(a: ValueSet, b: ValueSet): ValueSet {
  return combine(a, b, (inA, inB) => inA && inB);
}

/** The numbers of the set below `limit`. */
export function below(set: ValueSet, limit: number): ValueSet {
  if (limit >= LIMIT) return set;
  let { length } = set;
  while (length > 0 && set[length - 1]! >= limit) length--;
  if (length % 2 === 1) return [...set.slice(0, length), limit];
  return length === set.length ? set : set.slice(0, length);
}

export function contains(set: ValueSet, value: number): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (set[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

function combine(a: ValueSet, b: ValueSet, decide: (inA: boolean, inB: boolean) => boolean): ValueSet {
  const result: number[] = [];
  let [atA, atB, inside] = [0, 0, false];
  while (atA < a.length || atB < b.length) {
    const at = Math.min(a[atA] ?? LIMIT, b[atB] ?? LIMIT);
    if (a[atA] === at) atA++;
    if (b[atB] === at) atB++;
    const now = decide(atA % 2 === 1, atB % 2 === 1);
    if (now !== inside) result.push(at);
    inside = now;
  }
  return result;
}
