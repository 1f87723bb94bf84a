import { EXIT } from '../../src/commands/exit-code.ts';
import { BASE_IMAGE, installed, runOn, SIMULATOR } from '../commands/run-command.ts';
import { type MemoryOptions, memorySystem } from '../system/memory-system.ts';

type Files = Record<string, string | Buffer | null>;

/** What a run came to, the same for runs that went the same way. Throws what is a fault. */
export type Read = (bytes: Buffer) => string | Promise<string>;

/** A command line on files, some of them the input's; it may write below /vnf/out alone. */
export function command(
  args: readonly string[],
  filesOf: (bytes: Buffer) => Files,
  options: (bytes: Buffer) => MemoryOptions = () => ({}),
): Read {
  return async (bytes) => {
    const program = args[0] === 'simulate' ? SIMULATOR : BASE_IMAGE;
    const files: Files = { [program]: installed[program], ...filesOf(bytes), '/vnf/out/old': 'old' };
    const system = memorySystem(files, options(bytes));
    const list = () => system.volume.readdirSync('/', { recursive: true }).map(String);
    const before = new Set(list());
    const { exitCode, both } = await runOn(system, [...args]);
    if (exitCode === EXIT.internal) throw new Error(both);
    const strange = list().filter((path) => !before.has(path) && !path.startsWith('/vnf/out/'));
    if (strange.length > 0) throw new Error(`wrote ${strange.join(', ')}`);
    return `${exitCode} ${signatureOf(both)}`;
  };
}

/** The codes that were told, and how the first was told, without what is of the input. */
function signatureOf(said: string): string {
  const codes = [...new Set(said.match(/\bCF[0-9]{4}\b/g))].sort();
  const first = /CF[0-9]{4}: (.*)/.exec(said)?.[1] ?? '';
  return `${codes.join(' ')} ${first.replace(/'[^']*'|[0-9]+|[^ -~]+/g, '_').slice(0, 60)}`;
}
