import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Abi } from '../../generated/abi.js';
import { checkArguments } from '../../src/catalog/index.ts';
import { compile, PlanError, type ResolvedRouter, readPlan } from '../../src/plan/index.ts';

const fields = [
  { name: 'label', argument: 'LABEL', type: 'string', offset: 0, size: 8, bytes: [0] },
  { name: 'maxlength', argument: 'MAXLENGTH', type: 'integer', offset: 8, size: 4 },
];

/** An abi of its own: tests do not depend on which classes the runtime has today. */
const abi: Abi = {
  planVersion: 1,
  hash: 0x0123456789abcdefn,
  classes: [
    {
      name: 'FromDevice',
      size: 8,
      fields: [{ name: 'devid', argument: 'DEVID', type: 'device', offset: 0, size: 4 }],
    },
    { name: 'Print', size: 16, fields },
    {
      name: 'Queue',
      size: 8,
      fields: [{ name: 'capacity', argument: 'CAPACITY', type: 'unsigned', offset: 0, size: 4 }],
    },
    {
      name: 'Tee',
      size: 8,
      fields: [
        { name: 'n', argument: 'N', type: 'unsigned', offset: 0, size: 4 },
        { name: 'has_n', type: 'u8', offset: 4, size: 1 },
      ],
    },
    {
      name: 'Unqueue',
      size: 16,
      fields: [
        { name: 'burst', argument: 'BURST', type: 'integer', offset: 0, size: 4 },
        { name: 'limit', argument: 'LIMIT', type: 'integer', offset: 8, size: 4 },
      ],
    },
  ],
};

const span = { file: 'a.click', start: 0, end: 1 };

function element(name: string, className: string, config = '') {
  return { name, className, config, span };
}

function connection(from: number, fromPort: number, to: number, toPort: number) {
  return { from, fromPort, to, toPort, span };
}

/** in -> tee; tee[0] -> p -> q -> out -> tee2; tee[1] -> q */
const router: ResolvedRouter = {
  elements: [
    element('in', 'FromDevice', '3'),
    element('tee', 'Tee', '2'),
    element('a/p', 'Print', '"x, y", -1'),
    element('q', 'Queue'),
    element('out', 'Unqueue', 'LIMIT 7'),
    element('last', 'Tee'),
  ],
  connections: [
    connection(0, 0, 1, 0),
    connection(1, 0, 2, 0),
    connection(1, 1, 3, 0),
    connection(2, 0, 3, 0),
    connection(3, 0, 4, 0),
    connection(4, 0, 5, 0),
    connection(5, 0, 3, 0),
  ],
  requirements: ['compact_config'],
  sources: new Map(),
  ninputs: [0, 1, 1, 1, 1, 1],
  noutputs: [1, 2, 1, 1, 1, 1],
  isPull: [false, false, false, false, true, false, false],
};

function compiled() {
  const { values, diagnostics } = checkArguments(router, 'click');
  expect(diagnostics).toEqual([]);
  const own = checkArguments({ ...router, elements: [router.elements[0]!] }, 'clickos').values[0];
  return compile(router, [own, ...values.slice(1)], abi);
}

describe('compile and readPlan', () => {
  it('reads back what was compiled', () => {
    const plan = readPlan(compiled(), abi);
    expect(plan.elements.map(({ name, className, config }) => [name, className, config])).toEqual(
      router.elements.map(({ name, className, config }) => [name, className, config]),
    );
    expect(plan.text).toBe(`require(compact_config);
in :: FromDevice(3);
tee :: Tee(2);
a/p :: Print("x, y", -1);
q :: Queue;
out :: Unqueue(LIMIT 7);
last :: Tee;
in -> tee;
tee -> a/p;
tee [1] -> q;
a/p -> q;
last -> q;
q -> out;
out -> last;
`);
    expect(plan.devices).toEqual([3]);
    expect(plan.abi).toBe(abi.hash);
  });

  it('tells how long the flat configuration is, ports of any number included', () => {
    const { buffer } = compiled();
    expect(new DataView(buffer).getUint32(92, true)).toBe(readPlan(compiled(), abi).text.length);
    const ports = Array.from({ length: 12 }, (_, port) => connection(0, port, 1, port === 0 ? 0 : 11));
    const wide: ResolvedRouter = {
      ...router,
      elements: [element('many', 'Tee', '12'), element('end', 'Queue')],
      connections: ports,
      ninputs: [0, 12],
      noutputs: [12, 0],
      isPull: ports.map(() => false),
      requirements: [],
    };
    const plan = compile(wide, checkArguments(wide, 'click').values, abi);
    expect(new DataView(plan.buffer).getUint32(92, true)).toBe(readPlan(plan, abi).text.length);
  });

  it('says which end of a connection starts transfers', () => {
    const plan = readPlan(compiled(), abi);
    const expected = router.connections.map(({ span: _, ...rest }, index) => ({
      ...rest,
      pull: router.isPull[index],
    }));
    const byEnds = (list: readonly { from: number; fromPort: number; to: number }[]) =>
      [...list].sort((a, b) => a.from - b.from || a.fromPort - b.fromPort || a.to - b.to);
    expect(byEnds(plan.connections)).toEqual(byEnds(expected));
  });

  it('gives the same bytes for the same input', () => {
    expect(compiled()).toEqual(compiled());
  });

  it('lays out arguments as the C structs do', () => {
    const bytes = compiled();
    const view = new DataView(bytes.buffer);
    const elements = view.getUint32(68, true);
    const args = (index: number) => view.getUint32(elements + index * 28 + 12, true);
    expect(view.getInt32(args(0), true)).toBe(3);
    expect([view.getUint32(args(1), true), bytes[args(1) + 4]]).toEqual([2, 1]);
    const label = view.getUint32(args(2), true);
    expect(Buffer.from(bytes.subarray(label, label + view.getUint32(args(2) + 4, true))).toString()).toBe(
      'x, y',
    );
    expect(label % 8).toBe(0);
    expect(view.getInt32(args(2) + 8, true)).toBe(-1);
    expect(view.getUint32(args(3), true)).toBe(1000);
    expect([view.getInt32(args(4), true), view.getInt32(args(4) + 8, true)]).toEqual([1, 7]);
    expect(bytes[args(5) + 4]).toBe(0);
  });

  it('ignores bytes behind the Plan', () => {
    const bytes = compiled();
    expect(readPlan(Uint8Array.of(...bytes, 1, 2, 3), abi)).toEqual(readPlan(bytes, abi));
  });

  it('refuses a class that the base image has not', () => {
    const without = { ...abi, classes: abi.classes.slice(1) };
    expect(() => compile(router, [], without)).toThrow('the base image has no class FromDevice');
  });
});

/** Makes checksum and digest right again after a change. */
function resealed(change: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = compiled().slice();
  change(new DataView(bytes.buffer), bytes);
  return reseal(bytes);
}

describe('readPlan on wrong bytes', () => {
  it('finds every changed byte', () => {
    const bytes = compiled();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = bytes.slice();
        damaged[at]! ^= flip;
        expect(() => readPlan(damaged, abi)).toThrow(PlanError);
      }),
    );
  });

  it('finds every truncation', () => {
    const bytes = compiled();
    for (let size = 0; size < bytes.length; size++)
      expect(() => readPlan(bytes.subarray(0, size), abi)).toThrow(PlanError);
  });

  it('never reads outside, whatever the numbers say', () => {
    const size = compiled().length;
    fc.assert(
      fc.property(fc.integer({ min: 64, max: size - 4 }), fc.nat(0xffffffff), (at, value) => {
        const bytes = resealed((view) => view.setUint32(at, value, true));
        try {
          readPlan(bytes, abi);
        } catch (error) {
          expect(error).toBeInstanceOf(PlanError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['not a Plan: wrong magic (offset 0)', (_: DataView, bytes: Uint8Array) => bytes.set([0x7f])],
    [
      'the Plan is of version 9, and this clickforge reads version 1 (offset 8)',
      (view: DataView) => view.setUint32(8, 9, true),
    ],
    ['elements lie outside of the Plan (offset 68)', (view: DataView) => view.setUint32(64, 1e6, true)],
    ['the strings lie outside of the Plan (offset 80)', (view: DataView) => view.setUint32(80, 8, true)],
  ])('says precisely: %s', (message, change) => {
    expect(() => readPlan(resealed(change), abi)).toThrow(message);
  });
});

function reseal(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  bytes.set(createHash('sha256').update(bytes.subarray(64)).digest(), 32);
  let crc = 0xffffffff;
  for (const byte of bytes.subarray(16)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  view.setUint32(12, (crc ^ 0xffffffff) >>> 0, true);
  return bytes;
}
