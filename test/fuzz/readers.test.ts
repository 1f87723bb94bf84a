import { describe, expect, it } from 'vitest';
import { keptInputs } from '../../scripts/fuzz-reader.mjs';
import { readerNames, runReader } from './run-reader.ts';

/** Each; `npm run fuzz` goes on for as long as one likes. */
const SECONDS = Number(process.env.CLICKFORGE_FUZZ_SECONDS ?? 1.5);

describe('what others write, changed at random', () => {
  it.each(readerNames)('%s', { timeout: SECONDS * 1000 + 60_000 }, async (name) => {
    const { executions, ways, finds } = await runReader(name, SECONDS, { kept: await keptInputs(name) });
    expect(
      finds.map(({ fault, input }) => `${fault}\n${Buffer.from(input).toString('base64').slice(0, 4000)}`),
    ).toEqual([]);
    expect(executions).toBeGreaterThanOrEqual(20);
    expect(ways).toBeGreaterThan(1);
  });
});
