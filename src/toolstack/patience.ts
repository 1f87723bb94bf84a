import type { Clock } from '../system/system.ts';

/** Settles after so many milliseconds, or when `signal` is aborted. */
export async function patience(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  const end = clock.now() + milliseconds;
  while (!signal.aborted && clock.now() < end) await clock.pause(end - clock.now(), signal);
}
