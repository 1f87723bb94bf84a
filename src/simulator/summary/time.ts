import { parseDecimal, scale } from '../../catalog/arguments/decimal.ts';

/** A point in time since 1970-01-01 UTC. */
export interface Time {
  seconds: number;
  nanoseconds: number;
}

/** `12.345678`, with nine digits behind the point where it takes nanoseconds. */
export function printTime({ seconds, nanoseconds }: Time): string {
  const micro = nanoseconds % 1000 === 0;
  const fraction = micro ? nanoseconds / 1000 : nanoseconds;
  return `${seconds}.${`${fraction}`.padStart(micro ? 6 : 9, '0')}`;
}

export function parseTime(text: string): Time | undefined {
  const decimal = parseDecimal(text);
  const nanoseconds = decimal && scale(decimal, 1_000_000_000n);
  if (nanoseconds === undefined || nanoseconds < 0n || nanoseconds >= 1n << 62n) return undefined;
  return {
    seconds: Number(nanoseconds / 1_000_000_000n),
    nanoseconds: Number(nanoseconds % 1_000_000_000n),
  };
}
