import { BundleError } from '../../bundles/codes.ts';
import { EXIT } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { Stop } from '../outcome.ts';

/** Runs `work`; a BundleError in it stops the command and names the file. */
export async function bundleFindings<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const { code, message, hint } = error;
    throw new Stop(failure(EXIT.findings, { code, message: `${path}: ${message}`, hint }));
  }
}
