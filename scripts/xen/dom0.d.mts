import type { Testbed } from './testbed.d.mts';

export type FileSource = string | Buffer | { data: string | Buffer; mode: number };

export interface StartOptions {
  readonly testbed: Testbed;
  readonly files?: Readonly<Record<string, FileSource>>;
  readonly memoryMiB?: number;
  readonly dom0MiB?: number;
  readonly bootSeconds?: number;
  readonly onLine?: (line: string) => void;
  readonly consoleLog?: string;
}

export interface ExecOptions {
  readonly timeoutSeconds?: number;
  readonly onOutput?: (text: string) => void;
}

export interface ExecResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Dom0 {
  readonly pid: number;
  readonly console: readonly string[];
  exec(commandLine: string, options?: ExecOptions): Promise<ExecResult>;
  put(path: string, source: FileSource): Promise<void>;
  get(path: string): Promise<Buffer>;
  stop(): Promise<void>;
}

export function startDom0(options: StartOptions): Promise<Dom0>;

export function runDom0(
  options: StartOptions & { readonly script: string | Buffer; readonly timeoutSeconds?: number },
): Promise<{ exitCode: number; lines: string[]; results: Record<string, Buffer> }>;
