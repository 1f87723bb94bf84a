import { generator, mutate } from './mutate.ts';
import { READERS } from './readers.ts';

export interface ReaderRun {
  executions: number;
  /** Inputs, besides those that every run begins with, of which each went a way that none before it did. */
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
/** Bytes of the longest text; what may be longer is an image or a package. */
const TEXT = 4_000;
/** More ways are mostly the input's own words in what is told of it. */
const MOST_WAYS = 4_000;
/** Texts of which the shortest is taken. */
const MORE = 12;
/** Runs before the one whose processor time is looked at. */
const WARM = 50;

export interface ReaderOptions {
  seed?: number;
  kept?: Uint8Array[];
  /** No more than these. */
  executions?: number | undefined;
}

/**
 * Gives a reader what was kept and then changed inputs, for so many seconds: what it was not made for is refused, not run
 * into. Of what is kept it tries what there is time for, and changes all.
 */
export async function runReader(
  name: string,
  seconds: number,
  { seed = 1, kept = [], executions = Infinity }: ReaderOptions = {},
): Promise<ReaderRun> {
  const { seeds, read, longest } = READERS[name]!;
  const inputs: Buffer[] = (await seeds()).map((each) => Buffer.from(each as string, 'latin1'));
  const whole = inputs.length;
  const ways = new Set<string>();
  const random = generator(seed);
  const run: ReaderRun = { executions: 0, corpus: [], ways: 0, finds: [] };
  const execute = async (input: Buffer) => {
    const begun = performance.now();
    run.executions++;
    try {
      const before = ways.size;
      for (const way of await quickly(() => read(input))) if (ways.size < MOST_WAYS) ways.add(way);
      const isNew = ways.size > before;
      if (run.executions > WARM && performance.now() - begun > SLOW) await judge(input);
      return isNew;
    } catch (error) {
      run.finds.push({ input, fault: await faultOf(() => read(input), error) });
      return false;
    }
  };
  /** The clock goes on while others have the processor, and to ask for its time takes as long as many a run. */
  const judge = async (input: Buffer) => {
    const before = process.cpuUsage();
    await read(input);
    const { user, system } = process.cpuUsage(before);
    const milliseconds = Math.round((user + system) / 1000);
    if (milliseconds > SLOW) run.finds.push({ input, fault: `took ${milliseconds} ms` });
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
  const any = (count = inputs.length) => inputs[random() % count]!;
  /** Of texts mostly the shortest of some: more of what is changed in it matters. Else one to begin with, or any. */
  const choose = () => {
    let one = any();
    if (longest <= TEXT && random() % 4) {
      for (let more = random() % MORE; more > 0; more--) {
        const other = any();
        if (other.length < one.length) one = other;
      }
      return one;
    }
    return random() % 2 ? any(whole) : one;
  };
  for (let left = LEAST; run.finds.length < FINDS && run.executions < executions; left--) {
    if (left <= 0 && performance.now() >= end) break;
    await learn(mutate(choose(), any(), random, longest));
  }
  return { ...run, ways: ways.size };
}

/** Most of what is refused is refused by an error, and to say where it was made takes longer than all else. */
async function quickly<T>(work: () => T | Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** With the place that it came from, unless it does not come again. */
async function faultOf(work: () => unknown, error: unknown): Promise<string> {
  try {
    await work();
  } catch (again) {
    return String((again as Error).stack ?? again);
  }
  return `only once: ${error}`;
}
