import { constants } from 'node:fs';
import { errnoOf, SystemError } from './error.ts';
import { partName, removeLeftovers, removeQuietly } from './leftovers.ts';
import type { FileSystem, System } from './system.ts';
import { isFolder, writeError } from './write-error.ts';

const { W_OK, S_IFMT, S_IFREG, S_IFDIR, S_IFLNK } = constants;

/** Most files are new: an exception for that would cost more than the call. */
const ANY = { throwIfNoEntry: false } as const;

/** What writing a file needs of the world. */
export type Writing = Pick<System, 'files' | 'processId' | 'isRunning'>;

/**
 * A file that is written piece by piece, so that at any moment its path holds the old file, the new one, or none:
 * beside the target, synced, renamed. A file that is replaced keeps its permission bits; a link keeps pointing to its
 * file. What is no regular file (a device, a pipe) is written into. Every method throws SystemError, and then leaves
 * nothing behind.
 */
export class AtomicFile {
  readonly #files: FileSystem;
  readonly #path: string;
  readonly #descriptor: number;
  /** What is renamed in the end; undefined where the path itself is written into. */
  readonly #part: { path: string; target: string; mode: number | undefined } | undefined;
  #closed = false;

  constructor(system: Writing, path: string) {
    const { files, processId } = system;
    this.#files = files;
    this.#path = path;
    try {
      const entry = files.lstatSync(path, ANY);
      const isLink = kindOf(entry) === S_IFLNK;
      const old = isLink ? files.statSync(path, ANY) : entry;
      if (kindOf(old) === S_IFDIR) throw isFolder(path);
      if (old && kindOf(old) !== S_IFREG) {
        this.#descriptor = files.openSync(path, 'w');
        return;
      }
      const target = old ? replaceable(files, path, isLink) : path;
      // Cut as it stands: a path that leads through a link and back is another one when it is put in order.
      const name = target.lastIndexOf('/') + 1;
      const folder = target.substring(0, name);
      removeLeftovers(system, folder || '.');
      const part = folder + partName(processId, target.substring(name));
      this.#part = { path: part, target, mode: old?.mode };
      // A part of the same name can only be left over from a killed run: the process number in it is ours. It is
      // created anew, never opened, because in a folder of many users it could be somebody's link.
      this.#descriptor = openNew(files, part, (old?.mode ?? 0o666) & 0o777);
    } catch (error) {
      throw error instanceof SystemError ? error : writeError(path, error);
    }
  }

  write(bytes: Uint8Array): void {
    this.#guard(() => {
      for (let at = 0; at < bytes.length; )
        at += this.#files.writeSync(this.#descriptor, bytes, at, bytes.length - at);
    });
  }

  /** All is written: the path holds the new file from now on. */
  commit(): void {
    this.#guard(() => {
      const { mode } = this.#part ?? {};
      if (mode !== undefined) this.#files.fchmodSync(this.#descriptor, mode & 0o7777);
      if (this.#part) this.#files.fsyncSync(this.#descriptor);
      this.#close();
      if (this.#part) this.#files.renameSync(this.#part.path, this.#part.target);
    });
  }

  /** Forgets what was written; the old file stays. Does nothing behind a commit. */
  discard(): void {
    if (this.#closed) return;
    this.#close();
    if (this.#part) removeQuietly(this.#files, this.#part.path);
  }

  #close(): void {
    this.#closed = true;
    this.#files.closeSync(this.#descriptor);
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!this.#closed) {
        try {
          this.#close();
        } catch {
          // The first failure is the one to tell.
        }
      }
      if (this.#part) removeQuietly(this.#files, this.#part.path);
      throw writeError(this.#path, error);
    }
  }
}

/** By its bits: Node compiles each of its functions at the first call, and those that ask for them are three more. */
function kindOf(stats: { mode: number } | undefined): number | undefined {
  return stats && stats.mode & S_IFMT;
}

/** The file behind `path`; renaming over it would not ask whether it may be written. */
function replaceable(files: FileSystem, path: string, isLink: boolean): string {
  files.accessSync(path, W_OK);
  return isLink ? files.realpathSync(path) : path;
}

function openNew(files: FileSystem, path: string, mode: number): number {
  try {
    return files.openSync(path, 'wx', mode);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    removeQuietly(files, path);
    return files.openSync(path, 'wx', mode);
  }
}
