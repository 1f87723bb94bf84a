import { routerPath } from './clickos.ts';
import type { Xenstore } from './client.ts';
import { XenstoreError } from './error.ts';

/** A handler of an element, in a router of a stock ClickOS. */
export interface ClickosHandler {
  domain: number;
  router: number;
  element: string;
  name: string;
}

/** A guest answers for all of its routers under this one. */
const ANSWERING_ROUTER = 0;

/** Calls a read handler and waits for its value, latin1. `expired` settles when that has taken too long. */
export async function readHandler(
  store: Xenstore,
  { domain, router, element, name }: ClickosHandler,
  expired: Promise<void>,
): Promise<string> {
  const folder = `${routerPath(domain, ANSWERING_ROUTER)}/elements/${element}`;
  const lock = `${folder}/lock`;
  // It writes the value first and the lock then: until that says 0, the value may be an old one.
  await store.write(lock, '1');
  let isAnswered: () => void = () => {};
  const answered = new Promise<void>((resolve) => {
    isAnswered = resolve;
  });
  const look = async () => {
    if ((await store.read(lock)) === '0') isAnswered();
  };
  const unwatch = await store.watch(lock, () => void look().catch(() => {}));
  await store.write(`${routerPath(domain, router)}/control/read/${element}/${name}`, '');
  const how = await Promise.race([answered, expired.then(() => 'late' as const)]);
  await unwatch();
  const value = how === 'late' ? undefined : await store.read(`${folder}/${name}`);
  if (value !== undefined) return value;
  const message = `domain ${domain} does not answer for ${element}.${name}`;
  throw new XenstoreError('CF7607', message, 'does the router run, and has the element such a handler?', {
    kind: 'timeout',
  });
}

/** Calls a write handler. A guest says nothing to that, and takes no empty value for a call. */
export async function writeHandler(store: Xenstore, handler: ClickosHandler, value: string): Promise<void> {
  const { domain, router, element, name } = handler;
  if (value === '') {
    const message = `${element}.${name} cannot be written an empty value through Xenstore`;
    throw new XenstoreError('CF7602', message, 'give a blank where the handler takes one', { kind: 'usage' });
  }
  await store.write(`${routerPath(domain, router)}/elements/${element}/${name}`, value);
}
