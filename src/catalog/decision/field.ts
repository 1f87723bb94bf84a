import { type Base, neededBytes, type Test } from './expression.ts';

/**
 * Bits of one word of the packet that tests look at together. No two fields of a word share a bit, so each test
 * is about one field.
 */
export interface Field {
  /** Place in the order in which fields are looked at. */
  rank: number;
  base: Base;
  offset: number;
  mask: number;
  /** Every test's mask is an upper part of the field's: then tests are ranges of its values. */
  ranges: boolean;
}

/** How fields are ordered: those of few or those of many values first, or as they stand in the packet. */
export type FieldOrder = 'few-values' | 'many-values' | 'offset';

/** Fields with no more values than this are looked at in the order of the packet. */
const FEW = 8;

/** The network header decides most, and what stands before it least. */
const PLACE = [1, 0, 2];

/** What is asked of a field: the different values, and how many tests there are. */
interface Asked {
  values: Set<string>;
  tests: number;
}

/** The fields of all tests, and each test's own. */
export class Fields {
  readonly #words = new Map<number, Field[]>();
  readonly #asked = new Map<Field, Asked>();

  constructor(tests: Test[], order: FieldOrder) {
    const masks = new Map<number, { test: Test; masks: Set<number> }>();
    for (const test of tests) {
      const word = masks.get(wordKey(test));
      if (word) word.masks.add(test.mask);
      else masks.set(wordKey(test), { test, masks: new Set([test.mask]) });
    }
    for (const [key, word] of masks) this.#words.set(key, makeFields(word.test, [...word.masks]));
    for (const test of tests) this.#ask(test);
    this.#rank(order);
  }

  of(test: Test): Field {
    const fields = this.#words.get(wordKey(test))!;
    return fields.length === 1 ? fields[0]! : fields.find(({ mask }) => (mask & test.mask) !== 0)!;
  }

  /** The fields in the order of their ranks, as a text. */
  get order(): string {
    return this.#ranked().map(fieldKey).join();
  }

  /** Whether no other field of many values is asked for more often than the one with the most. */
  get mostValuesOften(): boolean {
    const many = [...this.#asked.values()].filter(({ values }) => values.size > FEW);
    many.sort((a, b) => b.values.size - a.values.size);
    return many.every(({ tests }) => tests <= many[0]!.tests);
  }

  #ask(test: Test): void {
    const field = this.of(test);
    const value = `${test.mask} ${test.value}`;
    const asked = this.#asked.get(field);
    if (asked) {
      asked.values.add(value);
      asked.tests++;
    } else this.#asked.set(field, { values: new Set([value]), tests: 1 });
  }

  #rank(order: FieldOrder): void {
    const place = (field: Field) => PLACE[field.base]! * 0x10000 + field.offset;
    const count = (field: Field) => {
      const { size } = this.#asked.get(field)!.values;
      if (order === 'offset' || size <= FEW) return 0;
      return Math.ceil(Math.log2(size)) * (order === 'few-values' ? 1 : -1);
    };
    const all = [...this.#asked.keys()];
    all.sort((a, b) => count(a) - count(b) || place(a) - place(b) || a.mask - b.mask);
    for (const [rank, field] of all.entries()) field.rank = rank;
  }

  #ranked(): Field[] {
    return [...this.#asked.keys()].sort((a, b) => a.rank - b.rank);
  }
}

/** A word's place as one number. */
function wordKey({ base, offset }: Pick<Test, 'base' | 'offset'>): number {
  return offset * 4 + base;
}

function fieldKey({ base, offset, mask }: Field): string {
  return `${base} ${offset} ${mask}`;
}

/** Joins masks that overlap until none do. */
function makeFields({ base, offset }: Test, masks: number[]): Field[] {
  const unions: number[] = [];
  for (const mask of masks) {
    let union = mask;
    for (let index = unions.length - 1; index >= 0; index--)
      if (unions[index]! & union) union = (union | unions.splice(index, 1)[0]!) >>> 0;
    unions.push(union);
  }
  return unions.map((mask) => {
    const own = masks.filter((part) => part & mask);
    return { rank: 0, base, offset, mask, ranges: own.every((part) => isUpperPart(part, mask)) };
  });
}

function isUpperPart(part: number, mask: number): boolean {
  const rest = (mask & ~part) >>> 0;
  return rest < (part & -part) >>> 0 || rest === 0;
}

/** The values of a field that a test holds for, as [first, behind last]. */
export function rangeOf(test: Test, field: Field): [number, number] {
  return [test.value, test.value + ((field.mask & ~test.mask) >>> 0) + 1];
}

/** Bytes from the field's base that a packet must have for the test. */
export function endOf(test: Test): number {
  return test.offset + neededBytes(test.mask);
}
