import { Command } from 'commander';
import { patience } from '../../toolstack/patience.ts';
import { EXIT } from '../exit-code.ts';
import type { CommonOptions, Runner, Work } from '../program.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { asBytes, asText } from '../words.ts';
import { addControlOptions, type ControlOptions, withControl } from './control.ts';
import { positiveNumber, positiveSeconds } from './host-options.ts';

interface WatchOptions extends ControlOptions {
  interval: number;
  count?: number;
}

/** Seconds. */
const INTERVAL = 1;
const CLEAR = '\x1b[H\x1b[2J';

export function watchCommand(run: Runner): Command {
  const command = new Command('watch')
    .description('read handlers of a running router again and again')
    .argument('<domain>', 'name of the domain')
    .argument('<names...>', 'handlers to read, as counter.count')
    .action(run(watch));
  return addRhythm(addControlOptions(command));
}

export function topCommand(run: Runner): Command {
  const command = new Command('top')
    .description('show what all counters of a running router count, and how fast')
    .argument('<domain>', 'name of the domain')
    .action(run(top));
  return addRhythm(addControlOptions(command));
}

function addRhythm(command: Command): Command {
  return command
    .option('--interval <seconds>', 'time from one look to the next', positiveSeconds, INTERVAL)
    .option('--count <number>', 'end after so many looks (default: when interrupted)', positiveNumber);
}

const watch: Work<[string, string[], WatchOptions, Command]> = (session, name, handlers, options, command) =>
  withControl(session, name, options, async (router) => {
    const samples: { time: number; values: Record<string, string> }[] = [];
    await repeat(session, options, async (time) => {
      const values: Record<string, string> = {};
      for (const handler of handlers) values[handler] = asText(await router.read(asBytes(handler)));
      if (isJson(command)) samples.push({ time, values });
      else
        session.system.output.write(
          `${Object.values(values)
            .map((value) => value.trimEnd())
            .join('\t')}\n`,
        );
    });
    return { exitCode: EXIT.ok, diagnostics: [], result: { domain: name, samples } };
  });

/** Looks again and again until it was often enough or somebody interrupts; `look` gets the time since 1970 in ms. */
async function repeat(
  { system: { clock, onInterrupt } }: Session,
  { interval, count = Number.POSITIVE_INFINITY }: WatchOptions,
  look: (time: number) => Promise<void>,
): Promise<void> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const release = onInterrupt(() => interruption.abort());
  try {
    const start = clock.now();
    for (let turn = 0; turn < count && !signal.aborted; turn++) {
      await patience(clock, start + turn * interval * 1000 - clock.now(), signal);
      if (!signal.aborted) await look(clock.wall());
    }
  } finally {
    release();
  }
}

function isJson(command: Command): boolean {
  return command.optsWithGlobals<CommonOptions>().json === true;
}

interface Count {
  element: string;
  class: string;
  count: number;
  /** A second. */
  rate: number;
}

const top: Work<[string, WatchOptions, Command]> = (session, name, options, command) =>
  withControl(session, name, options, async (router) => {
    const { output } = session.system;
    const counters = await countersOf(await router.read('flatconfig'));
    const samples: { time: number; counts: Count[] }[] = [];
    let last = new Map<string, number>();
    let lastTime: number | undefined;
    await repeat(session, options, async (time) => {
      const counts: Count[] = [];
      for (const counter of counters) {
        const count = Number(await router.read(`${counter.element}.count`));
        const passed = lastTime === undefined ? 0 : (time - lastTime) / 1000;
        const rate = passed > 0 ? (count - (last.get(counter.element) ?? count)) / passed : 0;
        counts.push({ ...counter, count, rate });
      }
      last = new Map(counts.map(({ element, count }) => [element, count]));
      lastTime = time;
      if (isJson(command)) samples.push({ time, counts });
      else output.write(`${output.isTerminal ? CLEAR : ''}${picture(name, counts)}`);
    });
    return { exitCode: EXIT.ok, diagnostics: [], result: { domain: name, samples } };
  });

function picture(name: string, counts: Count[]): string {
  const sorted = [...counts].sort((a, b) => b.rate - a.rate || b.count - a.count);
  const rows = sorted.map((each) => [each.element, each.class, String(each.count), each.rate.toFixed(1)]);
  return `${table([name, 'class', 'packets', 'packets/s'], rows, ['left', 'left', 'right', 'right'])}\n`;
}

/** The elements of a flat configuration that count. */
async function countersOf(text: string): Promise<Pick<Count, 'element' | 'class'>[]> {
  const [{ loadRouter }, { lookup, manualOf }] = await Promise.all([
    import('../../router/index.ts'),
    import('../../catalog/index.ts'),
  ]);
  const { router } = loadRouter(text, '<running router>', { traits: (name) => lookup(name, 'clickforge') });
  return router.elements
    .filter(({ className }) =>
      manualOf(className, 'clickforge')?.handlers?.some(({ name }) => name === 'count'),
    )
    .map(({ name, className }) => ({ element: name, class: className }));
}
