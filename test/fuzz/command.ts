import { Command } from 'commander';
import { EXIT } from '../../src/commands/exit-code.ts';
import { outcomeOf } from '../../src/commands/failure.ts';
import type { Outcome } from '../../src/commands/outcome.ts';
import type { Runner } from '../../src/commands/program.ts';
import type { Session } from '../../src/commands/session.ts';
import { show } from '../../src/commands/show.ts';
import { Stopwatch } from '../../src/commands/stopwatch.ts';
import type { Output, System } from '../../src/system/system.ts';
import { BASE_IMAGE, installed, SIMULATOR } from '../commands/run-command.ts';
import { memorySystem } from '../system/memory-system.ts';
import { FlatFiles } from './flat-files.ts';

type Files = Record<string, Buffer>;

/** The ways that a run went: what it came to, part by part. Throws what is a fault. */
export type Read = (bytes: Buffer) => string[] | Promise<string[]>;

const PRESENTATION = {
  command: '',
  json: false,
  sarif: false,
  annotations: undefined,
  quiet: false,
  color: false,
};
const INSTALLATION = { baseImage: BASE_IMAGE, simulator: SIMULATOR };

/** The simulator is the same in all runs: to read it takes longer than most of them, and to compile it than all else. */
const simulator = WebAssembly.compile(installed[SIMULATOR]);
Object.assign(WebAssembly, { compile: () => simulator });

/**
 * A command on files, some of them the input's; it may write below /vnf/out alone. The command line is read once: it
 * is always the same.
 * @param make as the program registers it
 */
export function command(
  make: (run: Runner) => Command,
  args: readonly string[],
  filesOf: (bytes: Buffer) => Files,
  options: (bytes: Buffer) => Partial<System> = () => ({}),
): Read {
  const work = prepare(make, args);
  const [before, files] = [new FlatFiles(), new FlatFiles()];
  before.put({ ...installed, [SIMULATOR]: 'compiled already', '/vnf/out/old': 'old' });
  let said = '';
  const output: Output = {
    isTerminal: false,
    write: (data) => {
      said += typeof data === 'string' ? data : Buffer.from(data).toString('latin1');
    },
  };
  const world: System = { ...memorySystem(), files: files.functions(), output, errors: output };
  return async (bytes) => {
    const given = filesOf(bytes);
    files.reset(before);
    files.put(given);
    said = '';
    const system = { ...world, ...options(bytes) };
    const stopwatch = new Stopwatch(system.clock, 0);
    const outcome = await (await work)({ system, installation: INSTALLATION, stopwatch }).catch(outcomeOf);
    await show(outcome, PRESENTATION, system);
    if (outcome.exitCode === EXIT.internal) throw new Error(said);
    for (const path of files.entries.keys())
      if (!before.entries.has(path) && !(path in given) && !path.startsWith('/vnf/out/'))
        throw new Error(`wrote ${path}`);
    return waysOf(outcome.exitCode, said);
  };
}

/** What a command line does in a session. */
async function prepare(make: (run: Runner) => Command, args: readonly string[]) {
  let prepared: ((session: Session) => Promise<Outcome>) | undefined;
  const run: Runner =
    (work) =>
    async (...given) => {
      prepared = (session) => work(session, ...given);
    };
  await new Command().addCommand(make(run)).parseAsync([...args], { from: 'user' });
  return prepared!;
}

/** How much was told, each code, each two that follow another, and how the first was told, without most of what is of the input. */
function waysOf(exitCode: number, said: string): string[] {
  const codes = [...new Set(said.match(/\bCF[0-9]{4}\b/g))].sort();
  const first = /CF[0-9]{4}: (.*)/.exec(said)?.[1] ?? '';
  const told = first.replace(/'[^']*'|"[^"]*"?/g, '_').split(/[ ,:;]+/);
  const words = told
    .filter((word) => /^[a-z]{3,}$/.test(word))
    .slice(0, 4)
    .join(' ');
  const lines = Math.min(said.split('\n').length, 20);
  return [
    `${exitCode}`,
    `${lines} lines`,
    words,
    ...codes,
    ...codes.slice(1).map((code, index) => `${codes[index]} ${code}`),
  ];
}
