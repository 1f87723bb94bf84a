import type { Clock } from '../system/system.ts';

/** How the time of a run divides; every moment belongs to exactly one part. Milliseconds. */
export class Stopwatch {
  readonly parts: { name: string; milliseconds: number }[] = [];
  private readonly clock: Clock;
  private last: number;

  /** `nodeReady`: when Node had started and began to load this program. */
  constructor(clock: Clock, nodeReady: number) {
    this.clock = clock;
    this.parts.push({ name: 'node start', milliseconds: nodeReady });
    this.last = nodeReady;
  }

  /** Ends a part; of several parts with one name, the times add up. */
  lap(name: string): void {
    const now = this.clock.now();
    const part = this.parts.find((each) => each.name === name);
    if (part) part.milliseconds += now - this.last;
    else this.parts.push({ name, milliseconds: now - this.last });
    this.last = now;
  }

  /** Runs `work` as one part. */
  time<Result>(name: string, work: () => Result): Result {
    const result = work();
    this.lap(name);
    return result;
  }

  table(): string {
    const total = this.parts.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const rows = [...this.parts, { name: 'total', milliseconds: total }];
    return rows
      .map(({ name, milliseconds }) => `${name.padEnd(12)} ${milliseconds.toFixed(2).padStart(8)} ms\n`)
      .join('');
  }
}
