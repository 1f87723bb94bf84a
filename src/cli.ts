import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { main } from './commands/main.ts';
import { Stopwatch } from './commands/stopwatch.ts';
import { realSystem } from './system/real.ts';

/** The command `clickforge`. `folder`: where this installation keeps what it was built with. */
export async function run(folder: string): Promise<void> {
  const system = realSystem();
  const stopwatch = new Stopwatch(system.clock, performance.nodeTiming.bootstrapComplete);
  stopwatch.lap('imports');
  const installation = {
    baseImage: join(folder, 'base', 'clickforge-base.elf'),
    simulator: join(folder, 'simulator', 'clickforge.wasm'),
  };
  process.exitCode = await main(process.argv.slice(2), system, installation, stopwatch);
}
