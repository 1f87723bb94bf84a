import type { ImageNeeds } from '../image/index.ts';
import { readFile } from '../system/read-file.ts';
import type { System } from '../system/system.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { failure } from './failure.ts';
import { Stop } from './outcome.ts';
import type { Session } from './session.ts';

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

/** What a toolstack boots: an image, or a base image and the boot module with its configuration. */
export interface ImageParts {
  kernel: Uint8Array;
  ramdisk?: Uint8Array;
}

/** Reads an image, or a boot module and its base image (`base`, or else the installed one). */
export async function readParts(
  { system, installation }: Session,
  path: string,
  base: string = installation.baseImage,
): Promise<ImageParts & { needs: ImageNeeds }> {
  const { isPlan, needsOf, needsOfModule } = await import('../image/index.ts');
  return withImage(system, path, (bytes) => {
    if (!isPlan(bytes)) return { kernel: bytes, needs: needsOf(bytes) };
    const kernel = readFile(system, base);
    return { kernel, ramdisk: bytes, needs: needsOfModule(bytes, kernel) };
  });
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
