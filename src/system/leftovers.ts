import { join } from 'node:path';
import type { FileSystem, System } from './system.ts';

/** What a file is called, beside its target, while process `processId` writes it. */
export function partName(processId: number, target: string): string {
  return `${PREFIX}${processId}-${target}`;
}

const PREFIX = '.clickforge-';
const PART = /^\.clickforge-([0-9]+)-/;

/** Folders that were looked through in this process. */
const seen = new WeakMap<FileSystem, Set<string>>();

/** Removes the parts that killed processes left in a folder, the first time that it is asked to. */
export function removeLeftovers(
  { files, processId, isRunning }: Pick<System, 'files' | 'processId' | 'isRunning'>,
  folder: string,
): void {
  const folders = seen.get(files) ?? new Set();
  seen.set(files, folders);
  if (folders.has(folder)) return;
  folders.add(folder);
  for (const name of namesIn(files, folder)) {
    if (!name.startsWith(PREFIX)) continue;
    const owner = Number(PART.exec(name)?.[1] ?? processId);
    if (owner !== processId && !isRunning(owner)) removeQuietly(files, join(folder, name));
  }
}

function namesIn(files: FileSystem, folder: string): string[] {
  try {
    return files.readdirSync(folder);
  } catch {
    // It may be a folder that can be written and not read.
    return [];
  }
}

/** Removes a file that is wanted no more; what it cannot is left. */
export function removeQuietly(files: FileSystem, path: string): void {
  try {
    files.unlinkSync(path);
  } catch {
    // It was not there, or an earlier failure is the one to tell.
  }
}
