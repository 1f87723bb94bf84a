import { join } from 'node:path';
import { main } from './commands/main.ts';
import type { Session } from './commands/session.ts';
import { Stopwatch } from './commands/stopwatch.ts';
import { realSystem } from './system/real.ts';

/**
 * The command `clickforge`. `folder`: where this installation keeps what it was built with; `began`: when Node had
 * started and began to load this program, in milliseconds since the process began.
 */
export async function run(folder: string, began?: number): Promise<void> {
  const { system, installation, stopwatch } = sessionIn(folder, began);
  stopwatch.lap('imports');
  process.exitCode = await main(process.argv.slice(2), system, installation, stopwatch);
}

/** A thread of a command that has much to do. */
export async function work(folder: string): Promise<void> {
  const { workInThread } = await import('./commands/building/thread.ts');
  await workInThread(sessionIn(folder));
}

function sessionIn(folder: string, began?: number): Session {
  const system = realSystem();
  const installation = {
    baseImage: join(folder, 'base', 'clickforge-base.elf'),
    simulator: join(folder, 'simulator', 'clickforge.wasm'),
    program: join(folder, 'program.cjs'),
    worker: join(folder, 'worker.js'),
  };
  return { system, installation, stopwatch: new Stopwatch(system.clock, began ?? system.clock.now()) };
}
