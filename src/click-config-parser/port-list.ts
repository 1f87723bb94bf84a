import { DIGIT, isAt } from './characters.ts';
import type { Report } from './lexer.ts';
import type { PortsNode } from './tree.ts';

/** Click has no such limits, but it does not end for `[0-2000000000]` either. */
const MAX_PORT = 0xfffff;
const MAX_RANGE_TOTAL = 4_000_000;

/** Gathers the port list between `[` and `]`. */
export class PortListBuilder {
  isOpen = false;
  /** Whether a `-` stands before the next number, or stood before the last one without a comma since. */
  isRange = false;
  private numbers: number[] = [];
  private places: number[] = [];
  private expandable = false;
  private end = 0;
  private rangeTotal = 0;
  private readonly report: Report;
  private readonly hasRanges: boolean;

  constructor(report: Report, hasRanges: boolean) {
    this.report = report;
    this.hasRanges = hasRanges;
  }

  begin(): void {
    this.numbers = [];
    this.places = [];
    this.expandable = false;
    this.isOpen = true;
    this.isRange = false;
    this.end = 0;
  }

  /** Adds the port `word`, which stands at `pos`, and those between when it ends a range. */
  add(word: string, pos: number): void {
    const number = this.read(word, pos);
    const first = this.isRange ? this.numbers.at(-1)! + 1 : number;
    if (number > first) this.rangeTotal += number - first;
    if (this.rangeTotal > MAX_RANGE_TOTAL) {
      this.report('CF2025', 'the port ranges of this file hold too many ports', pos, pos + word.length);
      return;
    }
    // A descending range adds nothing to its first number.
    for (let port = first; port <= number; port++) {
      this.numbers.push(port);
      this.places.push(pos);
    }
  }

  private read(word: string, pos: number): number {
    const number = parseInteger(word);
    if (number === undefined) {
      this.report('CF1004', `the port number '${word}' is not an integer`, pos, pos + word.length);
      return 0;
    }
    if (number <= MAX_PORT) return number;
    this.report('CF1004', `the port number ${word} is greater than ${MAX_PORT}`, pos, pos + word.length);
    return 0;
  }

  beginRange(): boolean {
    if (this.isRange || !this.hasRanges) return false;
    this.isRange = true;
    return true;
  }

  /** A `]` where a port was due: the list grows at its end as far as the other side needs. */
  expand(pos: number): void {
    if (this.numbers.length === 0) {
      this.numbers.push(0);
      this.places.push(pos);
    }
    this.expandable = true;
    this.close(pos + 1);
  }

  close(end: number): void {
    this.isOpen = false;
    this.end = end;
  }

  finish(start: number): PortsNode {
    const end = Math.max(this.end, start + 1);
    return { numbers: this.numbers, places: this.places, open: this.expandable, start, end };
  }
}

/** An integer as Click writes it: `10`, `0xa`, `012`, `0b1010`, `1_000`; undefined when `word` is none. */
export function parseInteger(word: string): number | undefined {
  // Most ports are a single digit.
  if (word.length === 1 && isAt(word, 0, DIGIT)) return Number(word);
  if (!/^[0-9A-Za-z]+(_[0-9A-Za-z]+)*$/.test(word)) return undefined;
  const digits = word.replaceAll('_', '');
  if (/^0[xX][0-9A-Fa-f]+$/.test(digits) || /^0[bB][01]+$/.test(digits)) return small(Number(digits));
  if (/^0[0-7]*$/.test(digits)) return small(Number.parseInt(digits, 8));
  return /^[1-9][0-9]*$/.test(digits) ? small(Number(digits)) : undefined;
}

function small(value: number): number | undefined {
  return value <= 0x7fffffff ? value : undefined;
}
