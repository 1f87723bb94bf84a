import { beforeAll, describe, expect, it } from 'vitest';
import { buildFuzzers, fuzzerNames, runFuzzer } from '../../scripts/fuzz.mjs';

/** Each; `npm run fuzz` goes on for as long as one likes. */
const SECONDS = Number(process.env.CLICKFORGE_FUZZ_SECONDS ?? 5);

describe('under libFuzzer and the sanitizers', () => {
  beforeAll(() => buildFuzzers(), 120_000);

  it.each(fuzzerNames)('%s finds nothing', { timeout: SECONDS * 1000 + 120_000 }, async (name) => {
    const { code, executions, edges, finds, log } = await runFuzzer(name, { seconds: SECONDS });
    expect({ code, finds }, log.slice(-4000)).toEqual({ code: 0, finds: [] });
    expect(executions).toBeGreaterThan(100);
    expect(edges).toBeGreaterThan(50);
  });
});
