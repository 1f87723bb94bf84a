import type { Finished, Processes, Running, RunOptions } from '../system/processes.ts';
import { ToolstackError } from './codes.ts';
import { shellLine } from './shell-word.ts';

/**
 * Where domains run: this machine, or one that the system's own ssh reaches. An interruption of ours does not reach what
 * is run there: half a creation would be nobody's to clear away.
 */
export interface Host {
  /** For messages. */
  readonly name: string;
  run(command: readonly string[], options?: RunOptions): Promise<Finished>;
  start(
    command: readonly string[],
    onOutput: (text: string) => void,
    onErrors?: (text: string) => void,
  ): Promise<Running>;
  /** Lets the command have the terminal. */
  hand(command: readonly string[]): Promise<Finished>;
  /** What is really started for a command, for people to read. */
  words(command: readonly string[]): string[];
}

/** Nobody is there to type a password into a program that runs unseen. */
const SSH_OPTIONS = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10'];
/** ssh's own failures; no script of ours ends so. */
export const SSH_FAILED = 255;

/** @param destination `user@host` as ssh takes it; undefined: this machine */
export function openHost(processes: Processes, destination: string | undefined): Host {
  return destination === undefined ? localHost(processes) : remoteHost(processes, destination);
}

function localHost(processes: Processes): Host {
  const checked = async ([program = '', ...args]: readonly string[], options?: RunOptions) =>
    found(await processes.run(program, args, { ...options, apart: true }), program);
  return {
    name: 'this machine',
    run: checked,
    start: ([program = '', ...args], onOutput, onErrors) =>
      processes.start(program, args, onOutput, onErrors),
    hand: async ([program = '', ...args]) => found(await processes.hand(program, args), program),
    words: (command) => [...command],
  };
}

function remoteHost(processes: Processes, destination: string): Host {
  if (!/^[^\s-][^\s]*$/.test(destination)) {
    const message = `${JSON.stringify(destination)} is no host`;
    throw new ToolstackError('CF7518', message, 'name it as ssh does, as in --host root@xen1');
  }
  // ssh joins its arguments with blanks and gives them to the shell of the other side.
  const remote = (command: readonly string[]) => ['--', destination, shellLine(command)];
  const args = (command: readonly string[]) => ['-T', ...SSH_OPTIONS, ...remote(command)];
  const reached = (done: Finished) => {
    if (done.exitCode !== SSH_FAILED) return found(done, 'ssh');
    const said = lastLine(done.stderr) ?? 'ssh failed';
    const hint = `\`ssh ${destination} true\` has to work without a question`;
    throw new ToolstackError('CF7511', `cannot reach ${destination}: ${said}`, hint);
  };
  return {
    name: destination,
    run: async (command, options) =>
      reached(await processes.run('ssh', args(command), { ...options, apart: true })),
    start: (command, onOutput, onErrors) => processes.start('ssh', args(command), onOutput, onErrors),
    hand: async (command) => reached(await processes.hand('ssh', ['-t', ...remote(command)])),
    words: (command) => ['ssh', ...args(command)],
  };
}

function found(done: Finished, program: string): Finished {
  if (!done.missing) return done;
  throw new ToolstackError('CF7501', `there is no program ${program} on this machine`, 'install it');
}

/** The last line that says something. */
export function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '');
}
