import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePlan } from './compile-plan.ts';
import { runNative } from './native-run.ts';

/** How often each is tried; DirectIPLookup has large tables to fill every time. */
const CLASSES = { RadixIPLookup: 15, DirectIPLookup: 6, RangeIPLookup: 15 };

/** Addresses of few different bits, so that prefixes lie in each other. */
const address = fc
  .tuple(
    fc.constantFrom(0, 10, 11, 255),
    fc.constantFrom(0, 1, 255),
    fc.nat(1),
    fc.constantFrom(0, 1, 127, 128, 255),
  )
  .map((bytes) => bytes.join('.'));
const prefix = fc.tuple(address, fc.nat(32)).map(([text, length]) => `${text}/${length}`);
const route = fc.tuple(prefix, fc.nat(3)).map(([text, output]) => `${text} ${output}`);
const change = fc.oneof(
  route.map((text) => `add ${text}`),
  route.map((text) => `set ${text}`),
  prefix.map((text) => `remove ${text}`),
);
const step = fc.oneof(
  change.map((text) => `WRITE r.${text}`),
  fc
    .array(change, { minLength: 1, maxLength: 5 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
    .map((text) => `WRITEDATA r.ctrl ${text.length}\n${text.trimEnd()}`),
  address.map((text) => `READ r.lookup ${text}`),
);

describe.each(Object.entries(CLASSES))('%s', (className, numRuns) => {
  it('finds what a search of all routes finds, whatever changes', { timeout: 120_000 }, async () => {
    const steps = fc.array(step, { minLength: 20, maxLength: 120, size: 'max' });
    await fc.assert(
      fc.asyncProperty(fc.array(route, { maxLength: 20 }), steps, async (routes, lines) => {
        const [found, expected] = await Promise.all(
          [className, 'LinearIPLookup'].map((name) => answers(name, routes, lines)),
        );
        expect(found).toBe(expected);
      }),
      { numRuns },
    );
  });
});

async function answers(className: string, routes: string[], lines: string[]): Promise<string> {
  const outputs = Array.from({ length: 4 }, (_, i) => `r[${i}] -> Discard;`).join(' ');
  const plan = compilePlan(`Idle -> r :: ${className}(${routes.join(', ')}); ${outputs}`);
  const options = lines.flatMap((text) => text.split('\n')).flatMap((line) => ['--control', line]);
  const result = await runNative({ plan, options, handlers: [{ name: 'r.table' }] });
  expect(result.exitCode, result.log).toBe(0);
  return result.answers;
}
