import type { Simulation } from '../simulator/simulation.ts';
import type { System } from '../system/system.ts';
import type { Captures } from './simulate-captures.ts';
import { seconds } from './words.ts';

const EVERY = 200;
const ERASE = '\r\x1b[K';

/** A line on the terminal that tells how far a run is; nothing anywhere else. */
export class ProgressLine {
  readonly #system: System;
  readonly #captures: Captures;
  readonly #silent: boolean;
  #last: number;
  #shown = false;

  constructor(system: System, captures: Captures, silent: boolean) {
    this.#system = system;
    this.#captures = captures;
    this.#silent = silent || !system.errors.isTerminal;
    this.#last = system.clock.now();
  }

  update(simulation: Simulation): void {
    const now = this.#system.clock.now();
    if (this.#silent || now - this.#last < EVERY) return;
    this.#last = now;
    const share = this.#captures.readShare;
    const read = share === undefined ? '' : `${Math.floor(share * 100)}% of the packets read, `;
    const out = [...this.#captures.sent.values()].reduce((sum, sent) => sum + sent, 0);
    this.#system.errors.write(`${ERASE}${read}${out} out, ${seconds(simulation.now)} on its clock`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.#system.errors.write(ERASE);
    this.#shown = false;
  }
}
