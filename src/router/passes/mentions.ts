import type { Chain } from './chain.ts';

/** How often each of `count` elements stands in a text that is written from `chains`. */
export function mentions(chains: Chain[], count: number): Uint32Array {
  const counts = new Uint32Array(count);
  for (const { first, connections } of chains) {
    counts[first]!++;
    for (const { to } of connections) counts[to]!++;
  }
  return counts;
}
