import { dirname, resolve } from 'node:path';
import type { FileSystem } from '../../src/system/system.ts';

const FOLDER = 'folder';

type Entry = Buffer | typeof FOLDER;

interface Open {
  path: string;
  at: number;
}

/** Files by absolute path, for as many runs as there is time for: without links, permissions and dates, and nothing to ask a machine for. */
export class FlatFiles {
  entries = new Map<string, Entry>();
  #open: (Open | undefined)[] = [];

  /** Content by path; null makes a folder. */
  put(files: Readonly<Record<string, string | Buffer | null>>): void {
    for (const [path, content] of Object.entries(files)) {
      for (let above = dirname(path); !this.entries.has(above); above = dirname(above))
        this.entries.set(above, FOLDER);
      const entry = typeof content === 'string' ? Buffer.from(content, 'latin1') : (content ?? FOLDER);
      this.entries.set(path, entry);
    }
  }

  /** Only the entries of `others`, and nothing is open. */
  reset(others: FlatFiles): void {
    this.entries = new Map(others.entries);
    this.#open = [];
  }

  /** As code of clickforge calls them. */
  functions(): FileSystem {
    const stat = (path: string) => statOf(this.#entry(absolute(path)));
    return {
      accessSync: (path: string) => void this.#entry(absolute(path)),
      existsSync: (path: string) => {
        const entry = this.entries.get(absolute(path));
        return path.endsWith('/.') ? entry === FOLDER : entry !== undefined;
      },
      openSync: (path: string, flags: string) => this.#openFile(absolute(path), flags),
      readSync: (descriptor: number, into: Uint8Array, at: number, length: number) =>
        this.#read(descriptor, into.subarray(at, at + length)),
      writeSync: (descriptor: number, bytes: Uint8Array, at = 0, length = bytes.length - at) =>
        this.#write(descriptor, bytes.subarray(at, at + length)),
      fsyncSync: () => {},
      fchmodSync: () => {},
      fstatSync: (descriptor: number) => stat(this.#file(descriptor).path),
      closeSync: (descriptor: number) => {
        this.#file(descriptor);
        this.#open[descriptor] = undefined;
      },
      statSync: stat,
      lstatSync: stat,
      realpathSync: absolute,
      renameSync: (from: string, to: string) => {
        this.entries.set(this.#inFolder(absolute(to)), this.#entry(absolute(from)));
        this.entries.delete(absolute(from));
      },
      unlinkSync: (path: string) => {
        this.#entry(absolute(path));
        this.entries.delete(absolute(path));
      },
      readdirSync: (path: string) => this.#list(absolute(path)),
      mkdirSync: (path: string) => this.put({ [absolute(path)]: null }),
    } as unknown as FileSystem;
  }

  #entry(path: string): Entry {
    const entry = this.entries.get(path);
    if (entry === undefined) throw failure('ENOENT', path);
    return entry;
  }

  #inFolder(path: string): string {
    if (this.#entry(dirname(path)) !== FOLDER) throw failure('ENOTDIR', path);
    return path;
  }

  #openFile(path: string, flags: string): number {
    const entry = this.entries.get(path);
    if (flags === 'wx' && entry !== undefined) throw failure('EEXIST', path);
    if (flags !== 'r' && entry === FOLDER) throw failure('EISDIR', path);
    if (flags === 'r') this.#entry(path);
    else if (flags !== 'a' || entry === undefined) this.entries.set(this.#inFolder(path), Buffer.alloc(0));
    // The first three are a process' own.
    const descriptor = Math.max(3, this.#open.length);
    this.#open[descriptor] = { path, at: 0 };
    return descriptor;
  }

  #file(descriptor: number): Open {
    const open = this.#open[descriptor];
    if (!open) throw failure('EBADF', `${descriptor}`);
    return open;
  }

  #read(descriptor: number, into: Uint8Array): number {
    const open = this.#file(descriptor);
    const entry = this.#entry(open.path);
    if (entry === FOLDER) throw failure('EISDIR', open.path);
    const size = entry.copy(into, 0, open.at);
    open.at += size;
    return size;
  }

  #write(descriptor: number, bytes: Uint8Array): number {
    const { path } = this.#file(descriptor);
    this.entries.set(path, Buffer.concat([this.#entry(path) as Buffer, bytes]));
    return bytes.length;
  }

  #list(folder: string): string[] {
    const prefix = folder === '/' ? folder : `${folder}/`;
    const below = [...this.entries.keys()].filter((path) => path.startsWith(prefix) && path !== prefix);
    return below.map((path) => path.slice(prefix.length)).filter((name) => !name.includes('/'));
  }
}

/** As the machine does it, which takes no zeros. */
function absolute(path: string): string {
  if (path.includes('\0')) throw failure('ERR_INVALID_ARG_VALUE', path);
  return resolve('/vnf', path);
}

function statOf(entry: Entry) {
  return {
    size: entry === FOLDER ? 0 : entry.length,
    mode: entry === FOLDER ? 0o40755 : 0o100644,
    isFile: () => entry !== FOLDER,
    isDirectory: () => entry === FOLDER,
    isSymbolicLink: () => false,
  };
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
