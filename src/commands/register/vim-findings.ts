import { VimError } from '../../vims/error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { Stop } from '../outcome.ts';

/** Codes that are not about what a server answers. */
const EXIT_CODES: Readonly<Record<string, ExitCode>> = {
  CF6501: EXIT.environment,
  CF6502: EXIT.environment,
  CF6512: EXIT.findings,
  CF6513: EXIT.findings,
};

/** Runs `work`; a VimError in it stops the command. */
export async function vimFindings<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof VimError)) throw error;
    throw new Stop(failure(EXIT_CODES[error.code] ?? EXIT.remote, error));
  }
}
