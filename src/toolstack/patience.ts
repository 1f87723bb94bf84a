import type { Clock } from '../system/system.ts';

/** Settles after so many milliseconds, or soon after `signal`: a timer alone would keep the process. */
export async function patience(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  const end = clock.now() + milliseconds;
  while (!signal.aborted && clock.now() < end) await clock.pause(Math.min(100, end - clock.now()));
}
