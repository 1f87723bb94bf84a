import type { Target } from '../catalog/index.ts';
import type { Diagnostic } from '../click-config-parser/diagnostic.ts';
import type { ResolvedRouter } from '../plan/index.ts';
import type { Definitions } from './definitions.ts';
import { EXIT } from './exit-code.ts';
import { hasErrors, loadConfiguration } from './load-configuration.ts';
import { Stop } from './outcome.ts';
import type { Session } from './session.ts';

/** Findings of the language and of the connections; those of arguments and of what a base image has are others. */
const STRUCTURE = /^CF[123]/;

/** Reads a configuration whose elements and connections are to be looked at; stops when these have errors. */
export async function loadRouter(
  session: Session,
  file: string,
  target: Target,
  definitions: Definitions | undefined,
): Promise<{ router: ResolvedRouter; diagnostics: Diagnostic[] }> {
  const loaded = await loadConfiguration(session, file, target, definitions);
  const diagnostics = loaded.diagnostics.filter(({ code }) => STRUCTURE.test(code));
  if (hasErrors(diagnostics))
    throw new Stop({ exitCode: EXIT.findings, diagnostics, sources: loaded.router.sources });
  return { router: loaded.resolved, diagnostics };
}
