import fc from 'fast-check';

/** Choices that are read off a list of numbers, so that fast-check can make a failing list smaller. */
export class Tape {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number below `count`; 0 behind the end of the tape. */
  pick(count: number): number {
    return (this.#numbers[this.#at++] ?? 0) % count;
  }

  between(least: number, most: number): number {
    return least + this.pick(most - least + 1);
  }

  /** False behind the end of the tape. */
  chance(percent: number): boolean {
    return this.pick(100) >= 100 - percent;
  }

  of<T>(list: readonly T[]): T {
    return list[this.pick(list.length)]!;
  }
}

export const tapes = fc.array(fc.nat({ max: 0xffff }), { minLength: 100, maxLength: 500, size: 'max' });
