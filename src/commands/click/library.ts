import { dirname, join } from 'node:path';
import { SystemError } from '../../system/error.ts';
import { readLatin1 } from '../../system/read-file.ts';
import type { System } from '../../system/system.ts';

/** The text of a library (latin1): beside the configuration, then in the `conf` folders of the path. */
export function findLibrary(
  system: System,
  name: string,
  clickPath: string | undefined,
  configuration: string,
): string | undefined {
  const path = clickPath ?? system.environment.CLICKPATH ?? '';
  const folders = path.split(':').filter((folder) => folder !== '');
  const candidates = [
    name,
    join(dirname(configuration), name),
    ...folders.flatMap((folder) => [join(folder, 'conf', name), join(folder, name)]),
  ];
  for (const candidate of candidates) {
    const text = readIfThere(system, candidate);
    if (text !== undefined) return text;
  }
  return undefined;
}

function readIfThere(system: System, path: string): string | undefined {
  try {
    return readLatin1(system, path);
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}
