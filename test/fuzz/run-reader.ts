import { generator, mutate } from './mutate.ts';
import { READERS } from './readers.ts';

export interface ReaderRun {
  executions: number;
  /** Ways that runs went. */
  ways: number;
  /** Inputs that went a way of their own. */
  learnt: Uint8Array[];
  /** Inputs that show a fault, and what it is. */
  finds: { input: Uint8Array; fault: string }[];
}

export const readerNames = Object.keys(READERS);

/** Milliseconds of the processor beyond which a run of a few kilobytes is a fault. */
const SLOW = 3_000;
/** Runs on a machine that has no time, too. */
const LEAST = 20;
/** More finds are mostly the same. */
const FINDS = 5;
/** Runs before the one whose processor time is looked at. */
const WARM = 50;

/** Gives a reader changed inputs for so many seconds: what it was not made for is refused, not run into. */
export async function runReader(
  name: string,
  seconds: number,
  { seed = 1, kept = [] }: { seed?: number; kept?: Uint8Array[] } = {},
): Promise<ReaderRun> {
  const { seeds, read, longest } = READERS[name]!;
  const inputs = [
    ...(await seeds()).map((each) => Buffer.from(each as string, 'latin1')),
    ...kept.map((each) => Buffer.from(each)),
  ];
  const known = inputs.length;
  const ways = new Set<string>();
  const random = generator(seed);
  const run: ReaderRun = { executions: 0, ways: 0, learnt: [], finds: [] };
  const end = performance.now() + seconds * 1000;
  while (run.finds.length < FINDS && (run.executions < LEAST || performance.now() < end)) {
    const [one, other] = [inputs[random() % inputs.length]!, inputs[random() % inputs.length]!];
    const isOld = random() % 20 === 0;
    const input = isOld ? one : Buffer.from(mutate(one, other, random, longest));
    const before = process.cpuUsage();
    try {
      const way = await read(input);
      if (!ways.has(way) && !isOld) inputs.push(input);
      ways.add(way);
      const { user, system } = process.cpuUsage(before);
      const milliseconds = (user + system) / 1000;
      if (run.executions > WARM && milliseconds > SLOW)
        run.finds.push({ input, fault: `took ${Math.round(milliseconds)} ms` });
    } catch (error) {
      run.finds.push({ input, fault: String((error as Error).stack ?? error) });
    }
    run.executions++;
  }
  return { ...run, ways: ways.size, learnt: inputs.slice(known) };
}
