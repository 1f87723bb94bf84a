import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import { SystemError } from '../system/error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { type Outcome, Stop } from './outcome.ts';
import { asBytes } from './words.ts';

/** What an error that nobody caught comes to. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof Stop) return error.outcome;
  if (error instanceof SystemError)
    return failure(error.code === 'CF7203' ? EXIT.timeout : EXIT.environment, error);
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return failure(EXIT.internal, {
    code: 'CF8005',
    message: `clickforge itself failed: ${message}`,
    hint: 'this is a defect of clickforge; please report it with the command line and the files',
  });
}

/** An outcome of one error without a place. */
export function failure(
  exitCode: ExitCode,
  { code, message, hint }: { code: string; message: string; hint?: string | undefined },
): Outcome {
  const diagnostic: Diagnostic = { code, severity: 'error', message: asBytes(message) };
  if (hint !== undefined) diagnostic.hint = asBytes(hint);
  return { exitCode, diagnostics: [diagnostic] };
}
