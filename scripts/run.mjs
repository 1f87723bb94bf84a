// Starts other programs for the set-up scripts; plain Node, because these run before any package is installed.
// @ts-check
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Exit code for something missing on this machine. */
export const EXIT_ENVIRONMENT = 3;

/** A fault of the machine that its owner can mend: printed without a stack, ends with exit code 3. */
export class EnvironmentFault extends Error {}

/**
 * Runs a program to its end and gives what it wrote.
 * @param {string} program
 * @param {string[]} args
 * @param {{ show?: boolean, env?: Record<string, string> }} [options] show: pass its output on as it comes
 * @returns {{ code: number, stdout: string, stderr: string }} code 127: there is no such program
 */
export function run(program, args, { show = false, env = {} } = {}) {
  const done = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return {
    code: done.error ? 127 : (done.status ?? 1),
    stdout: done.stdout ?? '',
    stderr: done.stderr ?? '',
  };
}

/**
 * Runs a script's main function, and turns its faults into one line and an exit code.
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (fault) {
    if (!(fault instanceof EnvironmentFault)) throw fault;
    process.stderr.write(`${fault.message}\n`);
    process.exitCode = EXIT_ENVIRONMENT;
  }
}
