import { generator, mutate } from './mutate.ts';
import { READERS } from './readers.ts';

export interface ReaderRun {
  executions: number;
  /** Inputs, besides those that every run begins with, of which each went a way of its own. */
  corpus: Uint8Array[];
  /** Ways that runs went. */
  ways: number;
  /** Inputs that show a fault, and what it is. */
  finds: { input: Uint8Array; fault: string }[];
}

export const readerNames = Object.keys(READERS);

/** Milliseconds of the processor beyond which a run of a few kilobytes is a fault. */
const SLOW = 3_000;
/** Changed inputs on a machine that has no time, too. */
const LEAST = 20;
/** More finds are mostly the same. */
const FINDS = 5;
/** Runs before the one whose processor time is looked at. */
const WARM = 50;

/**
 * Gives a reader what was kept and then changed inputs, for so many seconds: what it was not made for is refused, not run
 * into. Of what is kept it tries what there is time for, and changes all.
 */
export async function runReader(
  name: string,
  seconds: number,
  { seed = 1, kept = [] }: { seed?: number; kept?: Uint8Array[] } = {},
): Promise<ReaderRun> {
  const { seeds, read, longest } = READERS[name]!;
  const inputs: Buffer[] = (await seeds()).map((each) => Buffer.from(each as string, 'latin1'));
  const ways = new Set<string>();
  const random = generator(seed);
  const run: ReaderRun = { executions: 0, corpus: [], ways: 0, finds: [] };
  const execute = async (input: Buffer) => {
    const before = process.cpuUsage();
    run.executions++;
    try {
      const way = await read(input);
      const isNew = !ways.has(way);
      ways.add(way);
      const { user, system } = process.cpuUsage(before);
      const milliseconds = (user + system) / 1000;
      if (run.executions > WARM && milliseconds > SLOW)
        run.finds.push({ input, fault: `took ${Math.round(milliseconds)} ms` });
      return isNew;
    } catch (error) {
      run.finds.push({ input, fault: String((error as Error).stack ?? error) });
      return false;
    }
  };
  const learn = async (input: Buffer) => {
    if (!(await execute(input))) return;
    inputs.push(input);
    run.corpus.push(input);
  };
  const end = performance.now() + seconds * 1000;
  for (const input of [...inputs]) await execute(input);
  for (const input of kept.map((each) => Buffer.from(each)))
    if (performance.now() < end) await learn(input);
    else {
      inputs.push(input);
      run.corpus.push(input);
    }
  for (let left = LEAST; run.finds.length < FINDS && (left > 0 || performance.now() < end); left--) {
    const [one, other] = [inputs[random() % inputs.length]!, inputs[random() % inputs.length]!];
    await learn(Buffer.from(mutate(one, other, random, longest)));
  }
  return { ...run, ways: ways.size };
}
