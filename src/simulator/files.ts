import { gunzipSync } from 'node:zlib';
import { errnoOf } from '../system/error.ts';
import { readFile } from '../system/read-file.ts';
import type { System } from '../system/system.ts';
import { waitBriefly } from '../system/wait.ts';
import type { ByteSink, ByteSource } from './bytes.ts';
import { bytesSource } from './bytes.ts';
import { SimulatorError } from './error.ts';
import { reasonInC } from './reason-in-c.ts';

/** A file that is read from its start. */
export interface FileSource extends ByteSource {
  /** Bytes; undefined for what is no regular file. */
  readonly size: number | undefined;
}

/** A file that is written from its start. */
export interface FileSink extends ByteSink {
  readonly name: string;
  flush(): void;
  close(): void;
}

type Files = Pick<System, 'files'>;

const STANDARD_INPUT = 0;

/** Opens a file as Click's elements do: `-` is standard input, gzip is undone. Throws SimulatorError in Click's words. */
export function openSource(system: Files, path: string): FileSource {
  const name = path === '-' ? '<stdin>' : path;
  return attempt(name, () => {
    if (path === '-') return descriptorSource(system, name, STANDARD_INPUT, undefined);
    const descriptor = system.files.openSync(path, 'r');
    const stat = system.files.fstatSync(descriptor);
    const size = stat.isFile() ? stat.size : undefined;
    if (size !== undefined && isGzip(system, path)) return unpacked(system, path, name);
    return descriptorSource(system, name, descriptor, size);
  });
}

function descriptorSource(
  { files }: Files,
  name: string,
  descriptor: number,
  size: number | undefined,
): FileSource {
  let open = true;
  return {
    name,
    size,
    read(into) {
      if (!open || into.length === 0) return 0;
      const got = attempt(name, () => readSome(files, descriptor, into));
      if (got === 0) {
        open = false;
        if (descriptor !== STANDARD_INPUT) files.closeSync(descriptor);
      }
      return got;
    },
  };
}

function readSome(files: System['files'], descriptor: number, into: Uint8Array): number {
  for (;;) {
    try {
      return files.readSync(descriptor, into, 0, into.length, null);
    } catch (error) {
      if (errnoOf(error) === 'EOF') return 0;
      if (errnoOf(error) !== 'EAGAIN') throw error;
      waitBriefly();
    }
  }
}

function isGzip({ files }: Files, path: string): boolean {
  const head = new Uint8Array(2);
  const descriptor = files.openSync(path, 'r');
  const got = readSome(files, descriptor, head);
  files.closeSync(descriptor);
  return got === 2 && head[0] === 0x1f && head[1] === 0x8b;
}

function unpacked(system: Files, path: string, name: string): FileSource {
  const bytes = gunzipSync(readFile(system, path));
  return { ...bytesSource(name, bytes), size: bytes.length };
}

const BUFFER = 1 << 16;

/** Creates a file as Click's elements do, at once and in place; `-` is standard output. Throws SimulatorError. */
export function openSink(system: Pick<System, 'files' | 'output'>, path: string): FileSink {
  if (path === '-') {
    return bufferedSink(
      '<stdout>',
      (bytes) => system.output.write(bytes),
      () => {},
    );
  }
  const { files } = system;
  return attempt(path, () => {
    const descriptor = files.openSync(path, 'w');
    const write = (bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length; )
        at += attempt(path, () => files.writeSync(descriptor, bytes, at, bytes.length - at));
    };
    return bufferedSink(path, write, () => files.closeSync(descriptor));
  });
}

/** Collects small pieces before they are written. */
export function bufferedSink(name: string, write: (bytes: Uint8Array) => void, close: () => void): FileSink {
  const buffer = new Uint8Array(BUFFER);
  let used = 0;
  const flush = () => {
    const bytes = buffer.subarray(0, used);
    used = 0;
    if (bytes.length > 0) write(bytes);
  };
  return {
    name,
    flush,
    write(bytes) {
      if (used + bytes.length > BUFFER) flush();
      if (bytes.length > BUFFER) {
        write(bytes);
        return;
      }
      buffer.set(bytes, used);
      used += bytes.length;
    },
    close() {
      flush();
      close();
    },
  };
}

function attempt<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof SimulatorError) throw error;
    throw new SimulatorError('CF9012', `${name}: ${reasonInC(error)}`);
  }
}

/** Writes `bytes` to a file, or behind its end. Throws SimulatorError. */
export function saveFile(
  system: Pick<System, 'files' | 'output'>,
  path: string,
  bytes: Uint8Array,
  append: boolean,
): void {
  if (path === '-') {
    system.output.write(bytes);
    return;
  }
  attempt(path, () => {
    const descriptor = system.files.openSync(path, append ? 'a' : 'w');
    try {
      for (let at = 0; at < bytes.length; )
        at += system.files.writeSync(descriptor, bytes, at, bytes.length - at);
    } finally {
      system.files.closeSync(descriptor);
    }
  });
}
