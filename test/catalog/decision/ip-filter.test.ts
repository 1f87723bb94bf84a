import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { expression, type IpPacket, type Meaning, packet } from './ip-expressions.ts';
import { NativeInterpreter } from './native.ts';
import { type Packet, run } from './run.ts';

/** What the runtime hands to its interpreter. */
function asInput({ bytes, headerLength, ether: front }: IpPacket): Packet {
  return [front, bytes, bytes.subarray(Math.min(headerLength, bytes.length))];
}

let native: NativeInterpreter;
beforeAll(() => {
  native = new NativeInterpreter();
});
afterAll(() => native.close());

function compiled(className: string, config: string, outputs: number): Uint8Array {
  const { program, diagnostics } = check(className, config, outputs);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return program!;
}

describe('IPClassifier', () => {
  const cases = fc.tuple(
    fc.array(expression, { minLength: 1, maxLength: 4 }),
    fc.array(packet, { minLength: 25, maxLength: 25 }),
  );
  const expected = (expressions: Meaning[], each: IpPacket) =>
    expressions.findIndex(({ holds }) => holds(each));

  it('sends packets out of the first expression that holds', () => {
    fc.assert(
      fc.property(cases, ([expressions, packets]) => {
        const program = compiled(
          'IPClassifier',
          expressions.map(({ text }) => text).join(', '),
          expressions.length,
        );
        for (const each of packets) expect(run(program, asInput(each))).toBe(expected(expressions, each));
      }),
      { numRuns: 1000 },
    );
  });

  it('does the same in the runtime', () => {
    const jobs = fc.sample(cases, { numRuns: 300, seed: 5 });
    const results = native.run(
      jobs.map(([expressions, packets]) => ({
        program: compiled('IPClassifier', expressions.map(({ text }) => text).join(', '), expressions.length),
        outputs: expressions.length,
        packets: packets.map(asInput),
      })),
    );
    jobs.forEach(([expressions, packets], index) => {
      expect(results[index]).toEqual({
        good: true,
        outputs: packets.map((each) => expected(expressions, each)),
      });
    });
  });
});
