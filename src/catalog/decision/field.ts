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

/** The fields of all tests, and each test's own. */
export class Fields {
  /** The fields in the order of their ranks, as a text. */
  readonly order: string;
  /** Whether no other field of many values is asked for more often than the one with the most. */
  readonly mostValuesOften: boolean;
  readonly #words = new Map<string, Field[]>();

  constructor(tests: Test[], order: FieldOrder) {
    const masks = new Map<string, Set<number>>();
    const values = new Map<string, Set<string>>();
    const counts = new Map<string, number>();
    for (const test of tests) {
      const key = wordKey(test);
      masks.set(key, (masks.get(key) ?? new Set()).add(test.mask));
    }
    for (const test of tests)
      if (!this.#words.has(wordKey(test)))
        this.#words.set(wordKey(test), makeFields(test, [...masks.get(wordKey(test))!]));
    for (const test of tests) {
      const key = fieldKey(this.of(test));
      values.set(key, (values.get(key) ?? new Set()).add(`${test.mask} ${test.value}`));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    this.order = this.#rank(order, values);
    const many = [...values].filter(([, { size }]) => size > FEW);
    many.sort(([, a], [, b]) => b.size - a.size);
    this.mostValuesOften = many.every(([key]) => counts.get(key)! <= counts.get(many[0]![0])!);
  }

  of(test: Test): Field {
    return this.#words.get(wordKey(test))!.find(({ mask }) => (mask & test.mask) !== 0)!;
  }

  /** `values`: the different ones that are asked for, by field. */
  #rank(order: FieldOrder, values: Map<string, Set<string>>): string {
    const all = [...this.#words.values()].flat();
    const place = (field: Field) => PLACE[field.base]! * 0x10000 + field.offset;
    const count = (field: Field) => {
      const { size } = values.get(fieldKey(field))!;
      if (order === 'offset' || size <= FEW) return 0;
      return Math.ceil(Math.log2(size)) * (order === 'few-values' ? 1 : -1);
    };
    all.sort((a, b) => count(a) - count(b) || place(a) - place(b) || a.mask - b.mask);
    all.forEach((field, rank) => {
      field.rank = rank;
    });
    return all.map(fieldKey).join();
  }
}

function wordKey({ base, offset }: Pick<Test, 'base' | 'offset'>): string {
  return `${base} ${offset}`;
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
