/** Words to compare with at most; beyond that no suggestion is worth its time. */
const MAX_CANDIDATES = 2000;

/** The word of `known` that is meant by `word`: another one, the nearest by typing mistakes; undefined when none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  // Of a short word too little is left after a change to say that it is the same one.
  const limit = word.length < 3 ? 0.5 : Math.min(3, Math.floor(word.length / 3));
  const letters = lettersOf(word);
  let best: string | undefined;
  let bestDistance = limit + 0.5;
  let count = 0;
  for (const candidate of known) {
    if (++count > MAX_CANDIDATES) break;
    if (candidate === word || Math.abs(candidate.length - word.length) > limit) continue;
    // Each letter that the other has not takes a change of its own; most words end here.
    const others = lettersOf(candidate);
    if (ones(letters & ~others) > limit || ones(others & ~letters) > limit) continue;
    const distance = editDistance(word, candidate, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The letters and digits of a word as bits, in any case; some share one: words differ in as many letters at least. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Insertions, deletions, replacements and swaps of neighbours; a difference in case alone counts as half. Infinity: `most` or more. */
function editDistance(from: string, to: string, most: number): number {
  if (from.length > 60 || to.length > 60) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  let leastBefore = 0;
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= to.length; j++) {
      let cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + difference(from[i - 1]!, to[j - 1]!));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        cost = Math.min(cost, before[j - 2]! + 1);
      }
      next.push(cost);
      if (cost < least) least = cost;
    }
    // A row is reached from the two before it.
    if (least >= most && leastBefore >= most) return Number.POSITIVE_INFINITY;
    leastBefore = least;
    before = row;
    row = next;
  }
  return row[to.length]!;
}

function difference(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}
