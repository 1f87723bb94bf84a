import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Bed } from './bed.ts';

const SOURCE = fileURLToPath(new URL('replay.c', import.meta.url));

/** Frames for one interface; captures are paths in dom0. */
export interface Replayed {
  interface: string;
  /** `-`: none. */
  input: string;
  expected: string;
  output: string;
}

/** Puts the program into dom0. */
export async function installReplay({ dom0, folder }: Bed): Promise<void> {
  const program = join(folder, 'replay');
  await promisify(execFile)('clang-19', ['-static', '-O1', SOURCE, '-o', program]);
  await dom0.put('/test/bin/replay', program);
}

/** The command line that sends and captures. */
export const replayCommand = (interfaces: Replayed[]) =>
  ['replay', ...interfaces.flatMap((each) => [each.interface, each.input, each.expected, each.output])].join(
    ' ',
  );
