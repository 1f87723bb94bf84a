/** What a program that ran to its end left. */
export interface Finished {
  /** Undefined when it did not run or was ended by a signal. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  /** There is no such program. */
  missing: boolean;
  timedOut: boolean;
}

export interface RunOptions {
  /** What it reads on standard input; nothing by default. */
  input?: string;
  timeoutMilliseconds?: number;
}

/** Other programs. Arguments are passed as they are; no shell is involved. */
export interface Processes {
  run(program: string, args: readonly string[], options?: RunOptions): Promise<Finished>;
}

export const realProcesses: Processes = {
  async run(program, args, { input = '', timeoutMilliseconds = 0 } = {}) {
    const { execa } = await import('execa');
    const done = await execa(program, args, { input, timeout: timeoutMilliseconds, reject: false });
    return {
      exitCode: done.exitCode,
      stdout: done.stdout,
      stderr: done.stderr,
      missing: done.code === 'ENOENT',
      timedOut: done.timedOut,
    };
  },
};
