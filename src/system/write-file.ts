import { AtomicFile } from './atomic-file.ts';
import type { System } from './system.ts';

/** Writes a whole file at once: see AtomicFile. Throws SystemError, and then leaves nothing behind. */
export function writeFileAtomically(
  system: Pick<System, 'files' | 'processId'>,
  path: string,
  bytes: Uint8Array,
): void {
  const file = new AtomicFile(system, path);
  file.write(bytes);
  file.commit();
}
