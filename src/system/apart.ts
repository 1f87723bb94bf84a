import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Finished, Running, RunOptions } from './processes.ts';

// A launch calls a handful of small programs; loading a library for that takes as long as all else that it does.

type End = Pick<Finished, 'exitCode' | 'missing'> & { reason: string };

interface Started {
  child: ChildProcessWithoutNullStreams;
  /** Settles when both its outputs are read. Never rejects. */
  end: Promise<End>;
}

async function begin(program: string, args: readonly string[]): Promise<Started> {
  const { spawn } = await import('node:child_process');
  const child = spawn(program, args, { detached: true });
  // It may end before it has read everything; its end is told in another way.
  child.stdin.on('error', () => {});
  const end = new Promise<End>((resolve) => {
    child.once('error', ({ message, code }: NodeJS.ErrnoException) =>
      resolve({ exitCode: undefined, missing: code === 'ENOENT', reason: message }),
    );
    child.once('close', (exitCode) =>
      resolve({ exitCode: exitCode ?? undefined, missing: false, reason: '' }),
    );
  });
  return { child, end };
}

/** As `Processes.run`, in a process group of its own. */
export async function runApart(
  program: string,
  args: readonly string[],
  { input = '', timeoutMilliseconds = 0 }: RunOptions,
): Promise<Finished> {
  const { child, end } = await begin(program, args);
  const outputs = [child.stdout, child.stderr].map((stream) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    return () => Buffer.concat(parts).toString('utf8').replace(/\n$/, '');
  });
  child.stdin.end(input);
  let timedOut = false;
  const expire = () => {
    timedOut = true;
    child.kill();
  };
  const timer = timeoutMilliseconds > 0 ? setTimeout(expire, timeoutMilliseconds) : undefined;
  const { reason, ...how } = await end;
  clearTimeout(timer);
  const [stdout, stderr] = outputs.map((text) => text()) as [string, string];
  return { ...how, stdout, stderr: stderr || reason, timedOut };
}

/** As `Processes.start`. */
export async function startApart(
  program: string,
  args: readonly string[],
  onOutput: (text: string) => void,
  onErrors: (text: string) => void = () => {},
): Promise<Running> {
  const { child, end } = await begin(program, args);
  let stderr = '';
  child.stdout.setEncoding('latin1').on('data', onOutput);
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    stderr += text;
    onErrors(text);
  });
  return {
    write: (text) => void child.stdin.write(text, 'latin1'),
    end: () => void child.stdin.end(),
    kill: () => void child.kill(),
    ended: end.then(({ reason, ...how }) => ({
      ...how,
      stdout: '',
      stderr: stderr || reason,
      timedOut: false,
    })),
  };
}
