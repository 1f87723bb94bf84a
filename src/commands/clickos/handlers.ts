import type { Control } from '../../toolstack/control.ts';
import { EXIT } from '../exit-code.ts';
import type { Outcome } from '../outcome.ts';
import type { Session } from '../session.ts';
import { chosenRouter, onClickos, type RouterOptions } from './clickos-options.ts';

/** Handlers of a router in a stock ClickOS, which takes calls through Xenstore. */
export function withStoredHandlers(
  session: Session,
  domain: string,
  options: RouterOptions,
  work: (router: Pick<Control, 'read' | 'write'>) => Promise<Outcome>,
): Promise<Outcome> {
  return onClickos(session, domain, options, async (guest) => {
    const { readHandler, writeHandler } = await import('../../xenstore/clickos-handlers.ts');
    const router = await chosenRouter(guest, options.router);
    const named = (handler: string) => {
      const dot = handler.lastIndexOf('.');
      return { domain: guest.domain, router, element: handler.slice(0, dot), name: handler.slice(dot + 1) };
    };
    if (options.dryRun) return { exitCode: EXIT.ok, diagnostics: [], result: { domain: guest.name, router } };
    return work({
      read: (handler) => readHandler(guest.store, named(handler), guest.expiry()),
      write: async (handler, value) => {
        await writeHandler(guest.store, named(handler), value);
        return '';
      },
    });
  });
}
