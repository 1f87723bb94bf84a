import { XenstoreError } from './error.ts';

const STARTED = 'Starting driver...';
const FAILED = 'Router init failed!';
/** Lines that are told of a router that did not start. */
const LAST = 8;

/** What a ClickOS' console says of a router that is being started: its only word on that. */
export class Confirmation {
  readonly #lines: string[] = [];
  #settle: (how: 'started' | 'failed') => void = () => {};
  readonly #said = new Promise<'started' | 'failed'>((resolve) => {
    this.#settle = resolve;
  });

  /** A line that the console said since the start. */
  take(line: string): void {
    this.#lines.push(line);
    if (line.includes(STARTED)) this.#settle('started');
    if (line.includes(FAILED)) this.#settle('failed');
  }

  /** Returns when the router runs; throws XenstoreError when it does not, or when `expired` settles before. */
  async wait(what: string, expired: Promise<void>): Promise<void> {
    const how = await Promise.race([this.#said, expired.then(() => 'late' as const)]);
    if (how === 'started') return;
    const told = { lines: this.#lines.slice(-LAST) };
    if (how === 'failed') {
      const hint = 'its console says why; it stays installed and halted in all but its status';
      throw new XenstoreError('CF7606', `${what} could not start`, hint, { ...told, kind: 'remote' });
    }
    const hint =
      'a configuration that waits for a vif says nothing; look at its console, or give more --timeout';
    throw new XenstoreError('CF7607', `${what} did not say in time that it runs`, hint, {
      ...told,
      kind: 'timeout',
    });
  }
}
