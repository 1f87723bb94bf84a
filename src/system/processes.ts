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
  async run(program, args, { input = '', timeoutMilliseconds: timeout = 0, apart: detached = false } = {}) {
    const { execa } = await import('execa');
    return finished(await execa(program, args, { input, timeout, detached, reject: false }));
  },

  async start(program, args, onOutput, onErrors = () => {}) {
    const { execa } = await import('execa');
    const child = execa(program, args, { buffer: false, reject: false, stdin: 'pipe', detached: true });
    let stderr = '';
    child.stdout.setEncoding('latin1').on('data', onOutput);
    child.stderr.setEncoding('latin1').on('data', (text: string) => {
      stderr += text;
      onErrors(text);
    });
    // It may end before it has read everything; its end is told in another way.
    child.stdin.on('error', () => {});
    return {
      write: (text) => void child.stdin.write(text, 'latin1'),
      end: () => void child.stdin.end(),
      kill: () => void child.kill(),
      ended: child.then((done) => ({ ...finished(done), stderr })),
    };
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
