import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, native, rewritten, routerOf, type Seen, simulated } from './runs.ts';
import { tapes } from './tape.ts';
import { randomTrial, type Trial } from './trial.ts';

// Random configurations without mistakes, made from the specs: all that runs them does the same with the same packets.

/** Configurations that are tried, always the same ones; any other number is of new ones. */
const USUAL = 120;
const WANTED = process.env.CLICKFORGE_DIFFERENTIAL;
const RUNS = { numRuns: Number(WANTED ?? USUAL), ...(WANTED === undefined ? { seed: 1 } : {}) };
const LONG = 300_000 + RUNS.numRuns * 1000;

/** More finds than that are not told. */
const TOLD = 3;

/** `compare` tells what is not the same, a line each. */
async function check(timeless: boolean, compare: (trial: Trial) => Promise<string[]>): Promise<void> {
  const found: string[] = [];
  let tried = 0;
  for (const numbers of fc.sample(tapes, RUNS)) {
    const trial = randomTrial(numbers, timeless);
    if (!trial || found.length === TOLD) continue;
    tried++;
    const lines = await compare(trial).catch((error: Error) => [error.message]);
    if (lines.length > 0) found.push([...lines.slice(0, 20), trial.text].join('\n'));
  }
  expect(found.join('\n')).toBe('');
  expect(tried).toBeGreaterThan(RUNS.numRuns / 2);
}

describe('a random configuration', () => {
  it(
    'does the same in the simulator and the native program, flat and with short names',
    { timeout: LONG },
    () =>
      check(false, async (trial) => {
        const natively = native(trial);
        const [flat, short] = [await rewritten(trial, {}), await rewritten(trial, { minify: true })];
        const expected = simulated(trial);
        return [
          ...differences(expected, simulated(flat)).map((line) => `flat: ${line}`),
          ...differences(withoutNames(expected), withoutNames(simulated(short))).map(
            (line) => `short: ${line}`,
          ),
          ...differences(expected, await natively).map((line) => `native: ${line}`),
        ];
      }),
  );

  it('does the same without what does no work', { timeout: LONG }, () =>
    check(true, async (trial) => {
      const cleaned = await rewritten(trial, { removeDead: true });
      const [before, after] = [timeless(trial), timeless(cleaned)];
      // What refuses to start may be what is taken out.
      if (before.has('refused')) return [];
      // The usual ones agree all the same.
      if (WANTED !== undefined && isContended(trial)) return [];
      return differences(before, after).filter((line) => isPacket(line) || !line.endsWith('| undefined'));
    }),
  );
});

/** Whether several pull from one output: who gets a packet depends on whose turn it is, and a task less shifts turns. */
function isContended({ text }: Trial): boolean {
  const outputs = routerOf(text).connections.map(({ from, fromPort }) => `${from} ${fromPort}`);
  return new Set(outputs).size < outputs.length;
}

const isPacket = (line: string) => line.startsWith('device');

/** Handlers whose values are names. */
const NAMING = /^\d+ (CoDel|RED) queues$/;

const withoutNames = (seen: Seen) => new Map([...seen].filter(([key]) => !NAMING.test(key)));

/** Handlers that tell of packets. */
const COUNTS = new Set(['count', 'byte_count', 'drops', 'length', 'highwater_length']);

/** Packets without times and what elements counted, these by their names. */
function timeless(trial: Trial): Seen {
  const { elements } = routerOf(trial.text);
  return new Map(
    [...simulated(trial)].flatMap(([key, value]): [string, string][] => {
      const [, number, className, handler] = /^(\d+) (\S+) (\S+)$/.exec(key) ?? [];
      if (number === undefined) return [[key, value.replace(/^@\d+ /, '')]];
      // One Idle stands for several afterwards.
      return COUNTS.has(handler!) && className !== 'Idle'
        ? [[`${elements[Number(number)]!.name}.${handler}`, value]]
        : [];
    }),
  );
}
