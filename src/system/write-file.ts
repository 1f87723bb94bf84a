import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errnoOf, reasonOf, SystemError } from './error.ts';
import type { FileSystem, System } from './system.ts';

const { W_OK } = constants;

/**
 * Writes a whole file so that at any moment its path holds the old file, the new one, or none: beside the target,
 * synced, renamed. A file that is replaced keeps its permission bits; a link keeps pointing to its file. What is no
 * regular file (a device, a pipe) is written into. Throws SystemError, and then leaves nothing behind.
 */
export function writeFileAtomically(
  { files, processId }: Pick<System, 'files' | 'processId'>,
  path: string,
  bytes: Uint8Array,
): void {
  try {
    const old = statOf(files, path);
    if (old?.isDirectory()) throw isFolder(path);
    if (old && !old.isFile()) {
      writeInto(files, path, bytes);
      return;
    }
    const target = old ? replaceable(files, path) : path;
    const part = join(dirname(target), `.${basename(target)}.${processId}.part`);
    writePart(files, part, bytes, old?.mode);
    rename(files, part, target);
  } catch (error) {
    throw error instanceof SystemError ? error : writeError(path, error);
  }
}

function statOf(files: FileSystem, path: string) {
  try {
    return files.statSync(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file behind `path`; renaming over it would not ask whether it may be written. */
function replaceable(files: FileSystem, path: string): string {
  files.accessSync(path, W_OK);
  return files.realpathSync(path);
}

function writeInto(files: FileSystem, path: string, bytes: Uint8Array): void {
  const descriptor = files.openSync(path, 'w');
  try {
    writeAll(files, descriptor, bytes);
  } finally {
    files.closeSync(descriptor);
  }
}

// A part of the same name can only be left over from a killed run: the process number in it is ours. It is created
// anew, never opened, because in a folder of many users it could be somebody's link.
function writePart(files: FileSystem, part: string, bytes: Uint8Array, mode: number | undefined): void {
  removeQuietly(files, part);
  const descriptor = files.openSync(part, 'wx', (mode ?? 0o666) & 0o777);
  try {
    try {
      writeAll(files, descriptor, bytes);
      if (mode !== undefined) files.fchmodSync(descriptor, mode & 0o7777);
      files.fsyncSync(descriptor);
    } finally {
      files.closeSync(descriptor);
    }
  } catch (error) {
    removeQuietly(files, part);
    throw error;
  }
}

function writeAll(files: FileSystem, descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += files.writeSync(descriptor, bytes, at, bytes.length - at);
}

function rename(files: FileSystem, part: string, target: string): void {
  try {
    files.renameSync(part, target);
  } catch (error) {
    removeQuietly(files, part);
    throw error;
  }
}

function removeQuietly(files: FileSystem, path: string): void {
  try {
    files.unlinkSync(path);
  } catch {
    // It was not there, or an earlier failure is the one to tell.
  }
}

function writeError(path: string, error: unknown): SystemError {
  const folder = dirname(path);
  switch (errnoOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new SystemError(
        'CF7103',
        `cannot write ${path}: there is no folder ${folder}`,
        'make the folder first',
      );
    case 'EISDIR':
      return isFolder(path);
    case 'EACCES':
    case 'EPERM':
      return new SystemError(
        'CF7104',
        `cannot write ${path}: permission denied`,
        `choose a folder you may write to, or check the permissions of ${folder}`,
      );
    case 'EROFS':
      return new SystemError(
        'CF7104',
        `cannot write ${path}: the file system is read-only`,
        'choose another folder',
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new SystemError(
        'CF7106',
        `cannot write ${path}: no space is left`,
        'make room, or choose another disk',
      );
    default:
      return new SystemError(
        'CF7108',
        `cannot write ${path}: ${reasonOf(error)}`,
        'check the path and the disk',
      );
  }
}

function isFolder(path: string): SystemError {
  return new SystemError('CF7105', `cannot write ${path}: it is a folder`, 'name a file in it');
}
