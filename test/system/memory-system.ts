import { resolve } from 'node:path';
import { createFsFromVolume, Volume } from 'memfs';
import type { Http } from '../../src/system/http.ts';
import { httpError } from '../../src/system/http-error.ts';
import type { Processes } from '../../src/system/processes.ts';
import type { Sockets } from '../../src/system/sockets.ts';
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
  processes?: Processes;
  clock?: System['clock'];
  /** What answers requests; without it no server can be reached. */
  http?: Http;
  sockets?: Sockets;
  /** Numbers of other processes that are there. */
  running?: number[];
}

/** `files`: absolute path to content; null makes a folder. */
export function memorySystem(
  files: Record<string, string | Buffer | null> = {},
  options: MemoryOptions = {},
): MemorySystem {
  const volume = Volume.fromJSON({}, '/');
  volume.mkdirSync('/vnf', { recursive: true });
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
    processes: options.processes ?? noProcesses,
    http: options.http ?? noServers,
    sockets: options.sockets ?? noSockets,
    clock: options.clock ?? standingClock,
    environment: options.environment ?? {},
    folder: '/vnf',
    processId: 1234,
    isRunning: (processId) => options.running?.includes(processId) ?? false,
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
  'existsSync',
  'openSync',
  'readSync',
  'writeSync',
  'fsyncSync',
  'fchmodSync',
  'fstatSync',
  'closeSync',
  'statSync',
  'lstatSync',
  'realpathSync',
  'renameSync',
  'unlinkSync',
  'readdirSync',
  'mkdirSync',
] as const satisfies (keyof FileSystem)[];

type Call = (...args: unknown[]) => unknown;

// memfs would take relative paths from this process' own working folder.
function chosen(files: FileSystem): FileSystem {
  const absolute = (argument: unknown) =>
    typeof argument === 'string' ? resolve('/vnf', argument) : argument;
  const functions = NAMES.map((name): [string, Call] => {
    const call = files[name] as unknown as Call;
    if (name === 'openSync') return [name, (path, ...rest) => call(absolute(path), ...rest)];
    if (name === 'readSync')
      return [
        name,
        (...args) => {
          refuseFolder(files, args[0] as number);
          return call(...args);
        },
      ];
    // memfs takes FILE/. for FILE.
    if (name === 'existsSync')
      return [
        name,
        (path) =>
          `${path}`.endsWith('/.')
            ? files.statSync(absolute(path) as string, { throwIfNoEntry: false })?.isDirectory() === true
            : call(absolute(path)),
      ];
    return [name, (...args) => call(...args.map(absolute))];
  });
  return Object.fromEntries(functions) as unknown as FileSystem;
}

/** As the machine does; memfs gives nothing, as at the end of a file. */
function refuseFolder(files: FileSystem, descriptor: number): void {
  if (files.fstatSync(descriptor).isDirectory()) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
}

/** Functions that fail with an errno, by name. */
export function failures(failing: Partial<Record<keyof FileSystem, string>>): Partial<FileSystem> {
  const functions = Object.entries(failing).map(([name, errno]) => [
    name,
    () => {
      throw Object.assign(new Error(errno), { code: errno });
    },
  ]);
  return Object.fromEntries(functions) as Partial<FileSystem>;
}

/** Reads of standard input that give `content`; all others are done by `files`. */
export function standardInput(files: FileSystem, content: Uint8Array | string): Pick<FileSystem, 'readSync'> {
  let input = Buffer.from(content);
  const readSync: Call = (descriptor, into, at, length, position) => {
    if (descriptor !== 0) return (files.readSync as unknown as Call)(descriptor, into, at, length, position);
    const size = input.copy(into as Uint8Array, at as number, 0, length as number);
    input = input.subarray(size);
    return size;
  };
  return { readSync: readSync as unknown as FileSystem['readSync'] };
}

function fileSystem(volume: InstanceType<typeof Volume>, options: MemoryOptions): FileSystem {
  const files = chosen(createFsFromVolume(volume) as unknown as FileSystem);
  return {
    ...files,
    ...standardInput(files, options.standardInput ?? ''),
    ...failures(options.failing ?? {}),
  };
}

const standingClock: System['clock'] = {
  now: () => 0,
  wall: () => 0,
  processor: () => ({ user: 0, system: 0 }),
  pause: async () => {},
};

const missing = { exitCode: undefined, stdout: '', stderr: '', missing: true, timedOut: false };

const noProcesses: Processes = {
  run: async () => missing,
  start: async () => ({ write: () => {}, end: () => {}, kill: () => {}, ended: Promise.resolve(missing) }),
  hand: async () => missing,
};

const noSockets: Sockets = {
  connect: () => Promise.reject(Object.assign(new Error('ENOENT'), { code: 'ENOENT' })),
  listen: () => Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' })),
};

const noServers: Http = {
  send: async ({ method, url }) => {
    throw httpError(method, url, Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  },
};
