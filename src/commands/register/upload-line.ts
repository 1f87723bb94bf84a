import type { System } from '../../system/system.ts';

const EVERY = 200;
const ERASE = '\r\x1b[K';

/** A line on the terminal that tells how far an upload is; nothing anywhere else. */
export class UploadLine {
  readonly #system: Pick<System, 'errors' | 'clock'>;
  #last = Number.NEGATIVE_INFINITY;
  #shown = false;

  constructor(system: Pick<System, 'errors' | 'clock'>) {
    this.#system = system;
  }

  update(name: string, sent: number, size: number): void {
    const { errors, clock } = this.#system;
    const now = clock.now();
    if (!errors.isTerminal || now - this.#last < EVERY) return;
    this.#last = now;
    errors.write(`${ERASE}${name}: ${Math.floor((100 * sent) / size)}% sent`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.#system.errors.write(ERASE);
    this.#shown = false;
  }
}
