import type * as fs from 'node:fs';
import type { Http } from './http.ts';
import type { Processes } from './processes.ts';
import type { Sockets } from './sockets.ts';

/** The part of `node:fs` that is used; memfs has the same. */
export type FileSystem = Pick<
  typeof fs,
  | 'accessSync'
  | 'existsSync'
  | 'openSync'
  | 'readSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'fchmodSync'
  | 'fstatSync'
  | 'closeSync'
  | 'statSync'
  | 'lstatSync'
  | 'realpathSync'
  | 'renameSync'
  | 'unlinkSync'
  | 'readdirSync'
  | 'mkdirSync'
>;

/** Where text or bytes go, in order and in full before `write` returns. */
export interface Output {
  write(data: string | Uint8Array): void;
  readonly isTerminal: boolean;
}

export interface Clock {
  /** Milliseconds since the process started. */
  now(): number;
  /** Milliseconds since 1970-01-01 UTC. */
  wall(): number;
  /** Milliseconds of the processor that this process has used, for itself and in the kernel. */
  processor(): { user: number; system: number };
  /** Lets other work of this process happen, for so many milliseconds at least, or until `signal` is aborted. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Everything that the program does to, or learns from, the world around it. */
export interface System {
  files: FileSystem;
  processes: Processes;
  http: Http;
  sockets: Sockets;
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the working folder. */
  folder: string;
  processId: number;
  /** Whether there is a process of that number on this machine. */
  isRunning(processId: number): boolean;
  output: Output;
  errors: Output;
  /** Calls `handler` when somebody wants the process to end (SIGINT, SIGTERM), until the function returned is called. */
  onInterrupt(handler: () => void): () => void;
}
