import { readFile } from '../system/read-file.ts';
import type { System } from '../system/system.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { failure } from './failure.ts';
import { Stop } from './outcome.ts';

/** Reads an image and works on it; what is wrong with the image becomes a finding that names the file. */
export async function withImage<Result>(
  system: System,
  path: string,
  work: (bytes: Uint8Array) => Result,
): Promise<Result> {
  const bytes = readFile(system, path);
  const hint = '`clickforge build` makes images';
  return await imageFindings({ path, exitCode: EXIT.findings, hint }, () => work(bytes));
}

interface Blame {
  path: string;
  exitCode: ExitCode;
  /** For errors that have none of their own. */
  hint: string;
}

/** Runs `work`; an ImageError in it stops the command and names the file. */
export async function imageFindings<Result>(
  { path, exitCode, hint }: Blame,
  work: () => Result,
): Promise<Result> {
  const { ImageError } = await import('../image/error.ts');
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new Stop(
      failure(exitCode, { code: error.code, message: `${path}: ${error.message}`, hint: error.hint ?? hint }),
    );
  }
}
