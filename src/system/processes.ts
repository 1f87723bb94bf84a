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
  /** In a process group of its own: keys that end what runs at our terminal reach us alone. */
  apart?: boolean;
}

/** A program that runs beside us. */
export interface Running {
  /** Sends latin1 text to its standard input. */
  write(text: string): void;
  /** Closes its standard input. */
  end(): void;
  kill(): void;
  /** Its standard output went to `onOutput`. Never rejects. */
  readonly ended: Promise<Finished>;
}

/** Other programs. Arguments are passed as they are; no shell is involved. */
export interface Processes {
  run(program: string, args: readonly string[], options?: RunOptions): Promise<Finished>;
  /** In a process group of its own. `onOutput` and `onErrors` get what it writes, as latin1 text, as it comes. */
  start(
    program: string,
    args: readonly string[],
    onOutput: (text: string) => void,
    onErrors?: (text: string) => void,
  ): Promise<Running>;
  /** Lets it have our own terminal until it ends. */
  hand(program: string, args: readonly string[]): Promise<Finished>;
}

export const realProcesses: Processes = {
  async run(program, args, options = {}) {
    if (options.apart) return (await import('./apart.ts')).runApart(program, args, options);
    const { input = '', timeoutMilliseconds: timeout = 0 } = options;
    const { execa } = await import('execa');
    return finished(await execa(program, args, { input, timeout, reject: false }));
  },

  async start(...given) {
    return (await import('./apart.ts')).startApart(...given);
  },

  async hand(program, args) {
    const { execa } = await import('execa');
    return finished(await execa(program, args, { stdio: 'inherit', reject: false }));
  },
};

interface Done {
  exitCode?: number | undefined;
  stdout?: unknown;
  stderr?: unknown;
  code?: string | undefined;
  timedOut: boolean;
}

function finished({ exitCode, stdout, stderr, code, timedOut }: Done): Finished {
  const text = (output: unknown) => (typeof output === 'string' ? output : '');
  return { exitCode, stdout: text(stdout), stderr: text(stderr), missing: code === 'ENOENT', timedOut };
}
