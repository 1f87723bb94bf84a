import { basename, extname } from 'node:path';
import type { NewRouter } from '../../xenstore/clickos.ts';
import type { Definitions } from '../definitions.ts';
import { EXIT } from '../exit-code.ts';
import { flatText } from '../flat-text.ts';
import { hasErrors, loadConfiguration } from '../load-configuration.ts';
import { type Outcome, Stop } from '../outcome.ts';
import type { Session } from '../session.ts';
import { asBytes, bytes, count } from '../words.ts';

export interface LoadedRouter extends Pick<Outcome, 'diagnostics' | 'sources'> {
  router: NewRouter;
  /** What it is, in words. */
  told: string;
}

/** A configuration as a stock ClickOS takes it. Stops with what is wrong with it. */
export async function loadNewRouter(
  session: Session,
  file: string,
  { name = basename(file, extname(file)), define }: { name?: string; define?: Definitions },
): Promise<LoadedRouter> {
  const { diagnostics, resolved } = await loadConfiguration(session, file, 'clickos', define);
  const found = { diagnostics, sources: resolved.sources };
  if (hasErrors(diagnostics)) throw new Stop({ exitCode: EXIT.findings, ...found });
  const { text } = await flatText(resolved, { target: 'clickos' });
  if (text.includes('\0')) throw new Stop(unfit(file));
  const told = `${name}, ${count(resolved.elements.length, 'element')}, ${bytes(text.length)}`;
  return { router: { name: asBytes(name), configuration: text }, told, ...found };
}

function unfit(file: string): Outcome {
  const message = asBytes(
    `${file}: the configuration holds a zero byte, which a stock ClickOS takes for its end`,
  );
  return { exitCode: EXIT.findings, diagnostics: [{ code: 'CF7602', severity: 'error', message }] };
}
