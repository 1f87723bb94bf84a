import { findReached } from './reached.ts';
import { findWanted, type Wanted } from './wanted.ts';
import type { Ways } from './ways.ts';

export interface Liveness extends Wanted {
  /** For each connection 1 when a packet can come along it. */
  isReached: Uint8Array;
}

/** Follows packets from where they arise, and back from where they end. */
export function findLiveness(ways: Ways): Liveness {
  const isReached = findReached(ways);
  return { isReached, ...findWanted(ways, isReached) };
}
