import { AtomicFile, type Writing } from './atomic-file.ts';
import type { System } from './system.ts';
import { writeError } from './write-error.ts';

export interface FileToWrite {
  path: string;
  bytes: Uint8Array;
}

/** Writes a whole file at once: see AtomicFile. Throws SystemError, and then leaves nothing behind. */
export function writeFileAtomically(system: Writing, path: string, bytes: Uint8Array): void {
  const file = new AtomicFile(system, path);
  file.write(bytes);
  file.commit();
}

/** Writes files of which one is not wanted without the others: none takes its place before all are written. */
export function writeFilesAtomically(system: Writing, files: FileToWrite[]): void {
  const open: AtomicFile[] = [];
  try {
    for (const { path, bytes } of files) {
      const file = new AtomicFile(system, path);
      open.push(file);
      file.write(bytes);
    }
    for (const file of open) file.commit();
  } finally {
    for (const file of open) file.discard();
  }
}

/** Makes a folder and those above it, where they are not there. Throws SystemError. */
export function makeFolder({ files }: Pick<System, 'files'>, path: string): void {
  try {
    files.mkdirSync(path, { recursive: true });
  } catch (error) {
    throw writeError(path, error);
  }
}
