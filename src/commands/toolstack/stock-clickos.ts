import { writeFileAtomically } from '../../system/write-file.ts';
import type { Host } from '../../toolstack/host.ts';
import type { Configure } from '../../toolstack/launch.ts';
import type { NewRouter } from '../../xenstore/clickos.ts';
import { loadNewRouter } from '../clickos/new-router.ts';
import { EXIT } from '../exit-code.ts';
import { failure } from '../failure.ts';
import { withImage } from '../image-file.ts';
import { type Outcome, Stop } from '../outcome.ts';
import type { Session } from '../session.ts';
import { bytes } from '../words.ts';
import type { LaunchCommandOptions } from './launch.ts';
import type { Prepared } from './launch-images.ts';

/** A stock ClickOS as the base of a configuration, which it gets when it runs; undefined: the base is none. */
export async function onStockClickos(
  session: Session,
  file: string,
  { base, delivery }: LaunchCommandOptions,
) {
  if (base === undefined || (delivery !== undefined && delivery !== 'xenstore')) return undefined;
  const { declaredDelivery } = await import('../../image/index.ts');
  if ((await withImage(session.system, base, declaredDelivery)) !== 'xenstore') return undefined;
  const { router, diagnostics, sources } = await loadNewRouter(session, file, {});
  return { diagnostics, ...(sources && { sources }), path: base, later: { file, router } };
}

/** Milliseconds from a ClickOS' first word to its first look, and how long a start may take until it counts as missed. */
const FIRST_LOOK = 250;
const MISSED = 1500;

/** What is done to a stock ClickOS as soon as it was started: it gets its router, where there is one. */
export async function configureClickos(
  { system }: Session,
  host: Host,
  isRemote: boolean,
  router: NewRouter | undefined,
): Promise<Configure> {
  const [{ awaitClickos, install, setStatus }, { openXenstore }] = await Promise.all([
    import('../../xenstore/clickos.ts'),
    import('../../toolstack/open-xenstore.ts'),
  ]);
  const { clock } = system;
  return async (domain, expired, decided) => {
    const store = await openXenstore(system, host, isRemote);
    try {
      await awaitClickos(store, domain, expired);
      if (router === undefined) return false;
      await clock.pause(FIRST_LOOK);
      const number = await install(store, domain, router);
      const over = new AbortController();
      void Promise.race([decided, expired]).then(() => over.abort());
      // It says what it is before it watches its nodes: what was written in between, it never sees.
      for (let patience = MISSED; ; patience *= 2) {
        await setStatus(store, domain, number, 'Running');
        await clock.pause(patience, over.signal);
        if (over.signal.aborted) return true;
        await setStatus(store, domain, number, 'Halted');
      }
    } finally {
      store.close();
    }
  };
}

/** The launch of one stock ClickOS as a script for a host without clickforge. */
export async function asScript(
  { system }: Session,
  { domains, stock }: Prepared,
  { timeout: seconds, output, dryRun }: LaunchCommandOptions,
): Promise<Outcome> {
  const [domain, second] = domains;
  const router = domain && stock.get(domain);
  if (!domain || !router || second) throw new Stop(noScript());
  const [scripts, { shellWord }, { renderXl }] = await Promise.all([
    import('../../xenstore/script.ts'),
    import('../../toolstack/shell-word.ts'),
    import('../../targets/xl.ts'),
  ]);
  const { name } = domain;
  const injection = { domain: name, router, start: true, seconds };
  const script = scripts.launchScript(injection, renderXl(domain), shellWord);
  const content = Buffer.from(script, 'latin1');
  const result = { domain: name, script: content.toString('utf8') };
  if (output === undefined)
    return { exitCode: EXIT.ok, diagnostics: [], result, text: content, wanted: true };
  if (!dryRun) writeFileAtomically(system, output, content);
  return { exitCode: EXIT.ok, diagnostics: [], result, text: `${output}: ${bytes(content.length)}\n` };
}

function noScript(): Outcome {
  const message = 'only the launch of one configuration on a stock ClickOS can be written as a script';
  const hint = '`clickforge emit` writes what xl and virsh start other images with';
  return failure(EXIT.usage, { code: 'CF8001', message, hint });
}
