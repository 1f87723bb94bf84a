import { SystemError } from '../system/error.ts';
import { readFile } from '../system/read-file.ts';
import { EXIT } from './exit-code.ts';
import { failure } from './failure.ts';
import { Stop } from './outcome.ts';
import type { Session } from './session.ts';

/** The simulator, compiled; stops where it has not been built. */
export async function loadSimulator({
  system,
  installation,
  stopwatch,
}: Session): Promise<WebAssembly.Module> {
  const bytes = readModule(() => readFile(system, installation.simulator), installation.simulator);
  const module = await WebAssembly.compile(bytes);
  stopwatch.lap('simulator');
  return module;
}

function readModule(read: () => Uint8Array, path: string): Uint8Array {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'CF7101') throw error;
    const message = `there is no simulator ${path}`;
    throw new Stop(failure(EXIT.environment, { code: 'CF9004', message, hint: '`npm run build` makes it' }));
  }
}
