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

/** Runs a simulation to its end; on a clock that goes by itself it sleeps while there is nothing to do. */
export async function drive(simulation: Simulation, around: Surroundings): Promise<EndReason> {
  let turns = 1024;
  for (;;) {
    const began = around.now();
    const progress = simulation.run(turns);
    if (progress.state === 'end') return progress.reason;
    if (around.interrupted()) return 'interrupted';
    around.progress?.(simulation);
    if (progress.state === 'wait') {
      await sleep(progress.nanoseconds / 1e6, around);
      continue;
    }
    const took = around.now() - began;
    if (took < PIECE / 2 && turns < MOST_TURNS) turns *= 2;
    else if (took > 2 * PIECE && turns > 1) turns /= 2;
    await around.pause(0);
  }
}

/** Timers are no more exact than a millisecond, and long sleeps are cut, so that an interrupt is seen. */
async function sleep(milliseconds: number, around: Surroundings): Promise<void> {
  if (milliseconds > 2) await around.pause(Math.min(milliseconds - 1, 50));
  else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
