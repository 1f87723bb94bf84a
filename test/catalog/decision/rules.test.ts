import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileRules } from '../../../src/catalog/decision/compile.ts';
import {
  type Base,
  type Expression,
  NONE,
  type Rule,
  test,
} from '../../../src/catalog/decision/expression.ts';
import { NativeInterpreter } from './native.ts';
import { type Packet, run } from './run.ts';

let native: NativeInterpreter;
beforeAll(() => {
  native = new NativeInterpreter();
});
afterAll(() => native.close());

/** What an expression means, read off its definition. */
function holds(expression: Expression, packet: Packet): boolean {
  if (typeof expression === 'boolean') return expression;
  if (expression.op === 'not') return !holds(expression.of, packet);
  if (expression.op === 'and') return expression.of.every((part) => holds(part, packet));
  if (expression.op === 'or') return expression.of.some((part) => holds(part, packet));
  if (expression.op === 'if')
    return holds(holds(expression.test, packet) ? expression.yes : expression.no, packet);
  const bytes = packet[expression.base];
  let equal = true;
  for (let index = 0; index < 4; index++) {
    const shift = 24 - 8 * index;
    const mask = (expression.mask >>> shift) & 255;
    if (mask === 0) continue;
    const byte = bytes[expression.offset + index];
    if (byte === undefined) return false;
    if ((byte & mask) !== ((expression.value >>> shift) & mask)) equal = false;
  }
  return equal !== expression.negated;
}

function firstMatch(rules: Rule[], packet: Packet): number {
  return rules.find(({ condition }) => holds(condition, packet))?.output ?? NONE;
}

/** Few bytes with few values, so that tests meet packets, each other, and the ends of packets. */
const byte = fc.constantFrom(0, 1, 2, 3, 0x40, 0x80, 0xff);
const word = fc
  .tuple(byte, byte, byte, byte)
  .map(([a, b, c, d]) => ((a << 24) | (b << 16) | (c << 8) | d) >>> 0);
const mask = fc.oneof(
  fc.constantFrom(
    0xffffffff,
    0xffff0000,
    0xffff,
    0xff0000,
    0x1fff,
    0x3fff,
    0xff000000,
    0xf0000000,
    0xffffff00,
  ),
  fc.integer({ min: 0, max: 32 }).map((bits) => (bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0)),
  word,
);
const base = fc.constantFrom<Base>(0, 1, 2);
const singleTest = fc
  .tuple(base, fc.constantFrom(0, 4, 8), mask, word, fc.boolean())
  .map(([at, offset, bits, value, negated]) => test(at, offset, bits, value, negated));

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: singleTest },
    { weight: 1, arbitrary: fc.boolean() },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('expression'), { maxLength: 4 }))
        .map(([op, of]) => ({ op, of })),
    },
    { weight: 2, arbitrary: tie('expression').map((of) => ({ op: 'not' as const, of })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([condition, yes, no]) => ({ op: 'if' as const, test: condition, yes, no })),
    },
  ),
}));

const rule = fc.record({ condition: expression, output: fc.integer({ min: -1, max: 3 }) });
const bytes = fc.array(byte, { maxLength: 12 }).map((list) => Uint8Array.from(list));
const packet = fc.tuple(bytes, bytes, bytes);

describe('compileRules', () => {
  it('decides as the first rule that holds', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 6 }),
        fc.array(packet, { minLength: 20, maxLength: 20 }),
        (rules, packets) => {
          const { bytes: program, outputs } = compileRules(rules)!;
          for (const each of packets) {
            const output = firstMatch(rules, each);
            expect(run(program, each)).toBe(output);
            expect(outputs).toContain(output);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('decides the same in the runtime', () => {
    const jobs = fc.sample(
      fc.tuple(fc.array(rule, { maxLength: 6 }), fc.array(packet, { minLength: 30, maxLength: 30 })),
      { numRuns: 400, seed: 17 },
    );
    const results = native.run(
      jobs.map(([rules, packets]) => ({ program: compileRules(rules)!.bytes, outputs: 4, packets })),
    );
    jobs.forEach(([rules, packets], index) => {
      expect(results[index]).toEqual({ good: true, outputs: packets.map((each) => firstMatch(rules, each)) });
    });
  });
});

describe('a single rule that mixes many fields', () => {
  // Looking at each field once would take a graph many times as large.
  const alternatives = Array.from({ length: 200 }, (_, index): Expression => {
    const of = Array.from({ length: 8 }, (_, field) => {
      const value = (Math.imul(index + 1, 0x9e3779b1) >>> (3 * field)) % 5;
      const negated = (index + field) % 4 === 0;
      const mask = [0xff, 0x55, 0xffffffff][field % 3]!;
      return test(field < 4 ? 1 : 2, 4 * (field % 4), mask, value & mask, negated);
    });
    return { op: 'and', of: of.filter((_, field) => (index * 31 + field * 17) % 3 !== 0) };
  });
  const rules: Rule[] = [{ condition: { op: 'or', of: alternatives }, output: 2 }];
  const number = fc.integer({ min: 0, max: 5 });
  const fields = fc
    .array(number, { minLength: 4, maxLength: 4 })
    .map((words) => Uint8Array.from(words.flatMap((word) => [0, 0, 0, word])));
  const packets = fc.sample(fc.tuple(bytes, fields, fields), { numRuns: 300, seed: 3 });

  it('is decided a test after the other, as it is written', () => {
    const { bytes: program } = compileRules(rules)!;
    const expected = packets.map((each) => firstMatch(rules, each as Packet));
    expect(new Set(expected)).toEqual(new Set([2, NONE]));
    expect(packets.map((each) => run(program, each as Packet))).toEqual(expected);
    // A node has 20 bytes.
    expect(program.length).toBeLessThan(20 * 200 * 8);
  });
});

/** Rules of many alternatives, as firewalls have them. */
function manyRules(kind: (rule: number, alternative: number) => Expression): Rule[] {
  return Array.from({ length: 20 }, (_, index) => ({
    condition: { op: 'or', of: Array.from({ length: 20 }, (_, alternative) => kind(index, alternative)) },
    output: index % 4,
  }));
}

const addresses = (index: number, alternative: number) => 0x0a000000 + index * 0x10000 + alternative * 7;

describe('compileRules with large lists', () => {
  const shapes: [string, Rule[]][] = [
    ['addresses', manyRules((i, j) => test(1, 12, 0xffffffff, addresses(i, j)))],
    ['prefixes', manyRules((i, j) => test(1, 12, 0xffffff00, addresses(i, j * 64)))],
    ['ports', manyRules((i, j) => test(2, 0, 0xffff, i * 100 + j * 3))],
    [
      'pairs of addresses and ports',
      manyRules((i, j) => ({
        op: 'and',
        of: [test(1, 12, 0xffffffff, addresses(i, j)), test(2, 0, 0xffff, i * 20 + j)],
      })),
    ],
    [
      'either addresses or ports',
      manyRules((i, j) =>
        j % 2 ? test(1, 16, 0xffffffff, addresses(i, j)) : test(2, 0, 0xffff, i * 20 + j),
      ),
    ],
    ['ranges of ports', manyRules((i, j) => test(2, 0, j % 2 ? 0xfff0 : 0xffff, i * 1280 + j * 64))],
    [
      'ports of protocols',
      manyRules((i, j) => ({
        op: 'and',
        of: [
          test(1, 4, 0x1fff, 0),
          test(1, 8, 0xff0000, i % 2 ? 0x60000 : 0x110000),
          test(2, 0, 0xffff, i * 20 + j),
        ],
      })),
    ],
    ['odd masks', manyRules((i, j) => test(1, 16, 0xff00ff ^ (j << 20), (i << 16) | j))],
  ];

  it.each(shapes)('finds %s', (_, rules) => {
    const { bytes: program } = compileRules(rules)!;
    const packets = fc.sample(packetFor(rules), { numRuns: 2000, seed: 4 });
    const expected = packets.map((each) => firstMatch(rules, each));
    expect(packets.map((each) => run(program, each))).toEqual(expected);
    expect(native.run([{ program, outputs: 4, packets }])).toEqual([{ good: true, outputs: expected }]);
    expect(new Set(expected).size).toBeGreaterThan(2);
  });

  it('looks at a field once, however many rules there are', () => {
    const nodes = (rules: Rule[]) => new DataView(compileRules(rules)!.bytes.buffer).getUint32(0, true);
    expect(shapes.slice(0, 3).map(([, rules]) => nodes(rules))).toEqual([1, 1, 1]);
    expect(nodes(shapes[4]![1])).toBeLessThan(40);
  });

  it('looks at two fields of four bytes at once', () => {
    const both: Expression = { op: 'and', of: [test(1, 4, 0x1fff, 0), test(1, 8, 0xff0000, 0x60000)] };
    const { bytes: program } = compileRules([{ condition: both, output: 1 }])!;
    const view = new DataView(program.buffer);
    expect([view.getUint32(0, true), view.getUint16(12, true), view.getUint32(16)]).toEqual([
      1, 6, 0x1fff00ff,
    ]);
  });

  it('finds ranges by the upper bits of a number', () => {
    const kinds = (rules: Rule[]) => compileRules(rules)!.bytes[8];
    expect(kinds(shapes.find(([name]) => name === 'ranges of ports')![1])).toBe(3);
  });

  it('stays as small as the rules where fields cannot be looked at once', () => {
    for (const [, rules] of shapes) expect(compileRules(rules)!.bytes.length).toBeLessThan(400 * 120);
  });
});

/** Packets that have some of the values that the rules look for. */
function packetFor(rules: Rule[]): fc.Arbitrary<Packet> {
  const leaves = rules.flatMap(({ condition }) => flat(condition));
  const length = fc.integer({ min: 0, max: 24 });
  return fc
    .tuple(fc.array(fc.constantFrom(...leaves), { maxLength: 4 }), length, length, fc.nat(255))
    .map(([wanted, network, transport, fill]) => {
      const made: Packet = [new Uint8Array(0), new Uint8Array(network), new Uint8Array(transport)];
      for (const part of made) part.fill(fill % 3);
      for (const { base: at, offset, value, mask: bits } of wanted)
        for (let index = 0; index < 4; index++) {
          const shift = 24 - 8 * index;
          if (made[at].length > offset + index && (bits >>> shift) & 255)
            made[at][offset + index] = (value >>> shift) & 255;
        }
      return made;
    });
}

function flat(expression: Expression): { base: Base; offset: number; value: number; mask: number }[] {
  if (typeof expression === 'boolean') return [];
  if (expression.op === 'test') return [expression];
  if (expression.op === 'not') return flat(expression.of);
  return expression.op === 'if' ? [] : expression.of.flatMap(flat);
}

describe('decision_check', () => {
  const rules = manyRules((i, j) => test(j % 2 ? 1 : 2, 12, 0xffffffff, addresses(i, j)));

  it('refuses what could lead astray', () => {
    const { bytes: program } = compileRules(rules)!;
    const nothing: Packet = [new Uint8Array(0), new Uint8Array(0), new Uint8Array(0)];
    const packets = [nothing, ...fc.sample(packetFor(rules), { numRuns: 5, seed: 1 })];
    const changes = fc.sample(fc.tuple(fc.nat(program.length / 4 - 1), fc.nat(0xffffffff), fc.boolean()), {
      numRuns: 3000,
      seed: 3,
    });
    const jobs = changes.map(([at, value, small]) => {
      const changed = program.slice();
      new DataView(changed.buffer).setUint32(4 * at, small ? value % 64 : value, true);
      return { program: changed, outputs: 4, packets };
    });
    // A program that passes must run without the sanitizers' objection and end in an output that exists.
    for (const { good, outputs } of native.run(jobs))
      if (good) for (const output of outputs) expect(output).toBeLessThan(4);
  });

  it.each([
    ['a target that goes back', 24, 0],
    ['an output that does not exist', 24, 0x80048000],
    ['more nodes than there are bytes', 0, 1000],
    ['an unknown kind', 8, 7],
  ])('refuses %s', (_, at, value) => {
    const program = compileRules([{ condition: test(1, 0, 0xff, 1), output: 0 }])!.bytes.slice();
    new DataView(program.buffer).setUint32(at, value, true);
    const [result] = native.run([{ program, outputs: 4, packets: [] }]);
    expect(result!.good).toBe(false);
  });
});
