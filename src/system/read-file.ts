import { errnoOf, reasonOf, SystemError } from './error.ts';
import type { FileSystem, System } from './system.ts';
import { waitBriefly } from './wait.ts';

/** Bytes; no configuration and no image comes near. Keeps an endless device from filling the memory. */
const MOST = 64 * 1024 * 1024;
const STANDARD_INPUT = 0;
/** Bytes that most configurations and documents stay below; more room is made where they do not. */
const ROOM = 16 * 1024;

/** Reads a whole file; `-` is standard input. `room`: bytes that it probably has. Throws SystemError. */
export function readFile({ files }: Pick<System, 'files'>, path: string, room = ROOM): Uint8Array {
  try {
    if (path === '-') return readAll(files, STANDARD_INPUT, 'standard input', room);
    const descriptor = files.openSync(path, 'r');
    try {
      return readAll(files, descriptor, path, room);
    } finally {
      files.closeSync(descriptor);
    }
  } catch (error) {
    throw error instanceof SystemError ? error : readError(path, error);
  }
}

/** Reads a whole file as text in which an index is a byte offset. Throws SystemError. */
export function readLatin1(system: Pick<System, 'files'>, path: string): string {
  const bytes = readFile(system, path);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function readAll(files: FileSystem, descriptor: number, name: string, room: number): Uint8Array {
  let bytes = new Uint8Array(room);
  let size = 0;
  for (;;) {
    const got = readSome(files, descriptor, bytes, size);
    if (got === 0) return bytes.subarray(0, size);
    size += got;
    if (size > MOST) {
      throw new SystemError('CF7107', `${name} is larger than 64 MiB`, 'is it the right file?');
    }
    if (size === bytes.length) {
      const longer = new Uint8Array(2 * size);
      longer.set(bytes);
      bytes = longer;
    }
  }
}

function readSome(files: FileSystem, descriptor: number, into: Uint8Array, at: number): number {
  for (;;) {
    try {
      return files.readSync(descriptor, into, at, into.length - at, null);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'EOF') return 0;
      if (errno !== 'EAGAIN') throw error;
      // Another program left standard input non-blocking.
      waitBriefly();
    }
  }
}

function readError(path: string, error: unknown): SystemError {
  switch (errnoOf(error)) {
    case 'ENOENT':
      return new SystemError('CF7101', `cannot read ${path}: there is no such file`, 'check the path');
    case 'ENOTDIR':
      return new SystemError(
        'CF7101',
        `cannot read ${path}: part of the path is not a folder`,
        'check the path',
      );
    case 'EISDIR':
      return isFolder(path);
    case 'EACCES':
    case 'EPERM':
      return new SystemError('CF7102', `cannot read ${path}: permission denied`, 'check its permissions');
    default:
      return new SystemError(
        'CF7102',
        `cannot read ${path}: ${reasonOf(error)}`,
        'check the path and the disk',
      );
  }
}

function isFolder(path: string): SystemError {
  return new SystemError('CF7105', `cannot read ${path}: it is a folder`, 'name a file in it');
}
