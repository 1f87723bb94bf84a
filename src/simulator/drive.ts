import type { EndReason, Simulation } from './simulation.ts';

/** What a long run needs of the world around it. */
export interface Surroundings {
  /** Milliseconds that only grow. */
  now(): number;
  /** Lets other work of this process happen, for so many milliseconds at least. */
  pause(milliseconds: number): Promise<void>;
  /** Whether the run is to be broken off. */
  interrupted(): boolean;
  /** Called now and then. */
  progress?(simulation: Simulation): void;
}

/** A piece of a run takes about so many milliseconds: others are served in between. */
const PIECE = 20;
const MOST_TURNS = 1 << 20;

/** Timers are exact to a millisecond, no more; for less than this they are not used. */
const LEAST_TIMER = 2;
/** Long sleeps are cut, so that an interrupt is seen. */
const LONGEST = 50;

/** Runs a simulation to its end; on a clock that goes by itself it sleeps while there is nothing to do. */
export async function drive(simulation: Simulation, around: Surroundings): Promise<EndReason> {
  let turns = 1024;
  let served = around.now();
  for (;;) {
    const began = around.now();
    const progress = simulation.run(turns);
    if (progress.state === 'end') return progress.reason;
    if (around.interrupted()) return 'interrupted';
    around.progress?.(simulation);
    if (progress.state === 'wait') {
      const milliseconds = progress.nanoseconds / 1e6;
      const isShort = milliseconds <= LEAST_TIMER && began - served < PIECE;
      if (isShort) sleep(milliseconds);
      else await around.pause(Math.min(Math.max(milliseconds - 1, 0), LONGEST));
      if (!isShort) served = began;
      continue;
    }
    const took = around.now() - began;
    if (took < PIECE / 2 && turns < MOST_TURNS) turns *= 2;
    else if (took > 2 * PIECE && turns > 1) turns /= 2;
    await around.pause(0);
    served = began;
  }
}

/** Exact, but nothing else of this process happens in the meantime, not even the handler of an interrupt. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
