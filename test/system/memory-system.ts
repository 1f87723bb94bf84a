import { createFsFromVolume, Volume } from 'memfs';
import type { Processes } from '../../src/system/processes.ts';
import type { FileSystem, Output, System } from '../../src/system/system.ts';

/** A system of which nothing touches the machine: files in memory, output kept, no other programs, a clock that stands. */
export interface MemorySystem extends System {
  volume: InstanceType<typeof Volume>;
  /** All that was written to standard output and standard error, in order. */
  written(): { output: string; errors: string; both: string };
}

export interface MemoryOptions {
  environment?: Record<string, string>;
  isTerminal?: boolean;
  standardInput?: Uint8Array | string;
  /** Functions of the file system that fail, by name, with this errno. */
  failing?: Partial<Record<keyof FileSystem, string>>;
}

/** `files`: absolute path to content; null makes a folder. */
export function memorySystem(
  files: Record<string, string | Buffer | null> = {},
  options: MemoryOptions = {},
): MemorySystem {
  const volume = Volume.fromJSON({}, '/');
  volume.mkdirSync('/work', { recursive: true });
  for (const [path, content] of Object.entries(files)) addFile(volume, path, content);
  const log: { to: 'output' | 'errors'; text: string }[] = [];
  const output = (to: 'output' | 'errors'): Output => ({
    isTerminal: options.isTerminal ?? false,
    write: (data) => {
      log.push({ to, text: typeof data === 'string' ? data : Buffer.from(data).toString('latin1') });
    },
  });
  const textOf = (to?: 'output' | 'errors') =>
    log
      .filter((entry) => to === undefined || entry.to === to)
      .map((entry) => entry.text)
      .join('');
  return {
    files: fileSystem(volume, options),
    processes: noProcesses,
    clock: { now: () => 0, wall: () => 0, pause: async () => {} },
    environment: options.environment ?? {},
    folder: '/work',
    processId: 1234,
    output: output('output'),
    errors: output('errors'),
    onInterrupt: () => () => {},
    volume,
    written: () => ({ output: textOf('output'), errors: textOf('errors'), both: textOf() }),
  };
}

function addFile(volume: InstanceType<typeof Volume>, path: string, content: string | Buffer | null): void {
  const folder = content === null ? path : path.slice(0, path.lastIndexOf('/')) || '/';
  volume.mkdirSync(folder, { recursive: true });
  if (content !== null) volume.writeFileSync(path, content);
}

const NAMES = [
  'accessSync',
  'openSync',
  'readSync',
  'writeSync',
  'fsyncSync',
  'fchmodSync',
  'fstatSync',
  'closeSync',
  'statSync',
  'realpathSync',
  'renameSync',
  'unlinkSync',
] as const satisfies (keyof FileSystem)[];

function chosen(files: FileSystem): FileSystem {
  return Object.fromEntries(NAMES.map((name) => [name, files[name]])) as unknown as FileSystem;
}

function fileSystem(volume: InstanceType<typeof Volume>, options: MemoryOptions): FileSystem {
  const files = createFsFromVolume(volume) as unknown as FileSystem;
  let input = Buffer.from(options.standardInput ?? '');
  const readSync: FileSystem['readSync'] = (
    descriptor: number,
    into: NodeJS.ArrayBufferView,
    ...rest: unknown[]
  ) => {
    if (descriptor !== 0)
      return (files.readSync as (...args: unknown[]) => number)(descriptor, into, ...rest);
    const size = input.copy(into as Uint8Array, rest[0] as number, 0, rest[1] as number);
    input = input.subarray(size);
    return size;
  };
  const failing = Object.fromEntries(
    Object.entries(options.failing ?? {}).map(([name, errno]) => [
      name,
      () => {
        throw Object.assign(new Error(errno), { code: errno });
      },
    ]),
  );
  return { ...chosen(files), readSync, ...failing };
}

const noProcesses: Processes = {
  run: async () => ({ exitCode: undefined, stdout: '', stderr: '', missing: true, timedOut: false }),
};
