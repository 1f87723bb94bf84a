import type { Command } from 'commander';
import type { Host } from '../../toolstack/host.ts';
import type { Xenstore } from '../../xenstore/client.ts';
import type { XenstoreError } from '../../xenstore/error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { failure } from '../failure.ts';
import type { Outcome } from '../outcome.ts';
import type { Session } from '../session.ts';
import { addHostOptions, type HostOptions, onHost, timeoutOption } from '../toolstack/host-options.ts';
import { asBytes } from '../words.ts';

/** Options of every command that works on routers in a stock ClickOS. */
export interface ClickosOptions extends HostOptions {
  timeout: number;
}

export interface RouterOptions extends ClickosOptions {
  router?: number;
}

/** Seconds that a guest may take for anything. */
const PATIENCE = 10;

export function addClickosOptions(command: Command): Command {
  return addHostOptions(command).addOption(timeoutOption(PATIENCE, 'time that the guest may take'));
}

/** A stock ClickOS that is reached. */
export interface Guest {
  host: Host;
  store: Xenstore;
  domain: number;
  name: string;
  /** Settles when the time that a guest may take is over, counted from the call. */
  expiry(): Promise<void>;
}

const EXITS = {
  environment: EXIT.environment,
  remote: EXIT.remote,
  timeout: EXIT.timeout,
  usage: EXIT.usage,
};

/** Works on the domain that a name or a number names; failures become the outcome. */
export function onClickos(
  session: Session,
  nameOrNumber: string,
  options: ClickosOptions,
  work: (guest: Guest) => Promise<Outcome>,
): Promise<Outcome> {
  return onHost(session, options, async (host) => {
    const [{ XenstoreError }, { openXenstore }, { domainNumber }, { noSuchDomain }, { patience }] =
      await Promise.all([
        import('../../xenstore/error.ts'),
        import('../../toolstack/open-xenstore.ts'),
        import('../../xenstore/clickos.ts'),
        import('../../toolstack/attached-console.ts'),
        import('../../toolstack/patience.ts'),
      ]);
    let store: Xenstore | undefined;
    const over = new AbortController();
    try {
      store = await openXenstore(session.system, host, options.host !== undefined);
      const domain = await domainNumber(store, nameOrNumber);
      if (domain === undefined) throw noSuchDomain(nameOrNumber);
      const name = (await store.read(`/local/domain/${domain}/name`)) ?? nameOrNumber;
      const expiry = () => patience(session.system.clock, options.timeout * 1000, over.signal);
      return await work({ host, store, domain, name, expiry });
    } catch (error) {
      if (error instanceof XenstoreError) return outcomeOfXenstore(error);
      throw error;
    } finally {
      over.abort();
      store?.close();
    }
  });
}

/** What a failure of Xenstore, or of a ClickOS, comes to. */
export function outcomeOfXenstore(error: XenstoreError): Outcome & { exitCode: ExitCode } {
  const outcome = failure(EXITS[error.kind], error);
  const notes = error.lines.map((line) => ({ message: asBytes(line) }));
  return { ...outcome, diagnostics: outcome.diagnostics.map((each) => ({ ...each, notes })) };
}

/** The router that is meant where the command line names none: the only one. */
export async function chosenRouter(
  { store, domain, name }: Guest,
  wanted: number | undefined,
): Promise<number> {
  if (wanted !== undefined) return wanted;
  const [{ routers }, { XenstoreError }] = await Promise.all([
    import('../../xenstore/clickos.ts'),
    import('../../xenstore/error.ts'),
  ]);
  const [only, second] = await routers(store, domain);
  if (only && !second) return only.number;
  const message = only ? `${name} has several routers` : `${name} has no router`;
  const hint = only ? 'name one with --router' : '`clickforge inject` puts one in';
  throw new XenstoreError('CF7604', message, hint, { kind: 'usage' });
}
