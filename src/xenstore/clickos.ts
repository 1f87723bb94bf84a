import type { Store, Xenstore } from './client.ts';
import { XenstoreError } from './error.ts';

/**
 * A stock ClickOS takes configurations, and calls of handlers, through nodes below `data/clickos` of its domain. It never
 * writes back what became of them, but on its console.
 */

/** Routers that one guest holds. */
export const ROUTERS_MAX = 64;
/** Bytes of a piece of a configuration. With more than 1,008 a guest waits for the rest for ever. */
export const PIECE_MAX = 512;

export type RouterStatus = 'Running' | 'Halted';

/** A router in a guest, as Xenstore knows it. */
export interface StoredRouter {
  number: number;
  name: string;
  status: string;
}

export interface NewRouter {
  name: string;
  /** Latin1. */
  configuration: string;
}

export function clickosPath(domain: number): string {
  return `/local/domain/${domain}/data/clickos`;
}

export function routerPath(domain: number, router: number): string {
  return `${clickosPath(domain)}/${router}`;
}

/** A configuration as it goes into nodes. */
export function pieces(configuration: string): string[] {
  const count = Math.max(1, Math.ceil(configuration.length / PIECE_MAX));
  return Array.from({ length: count }, (_, index) =>
    configuration.slice(index * PIECE_MAX, (index + 1) * PIECE_MAX),
  );
}

/** The nodes of a router that does not run yet, by their path below the router's own, in order. */
export function routerNodes({ name, configuration }: NewRouter): [path: string, value: string][] {
  return [
    ['control', ''],
    ['elements', ''],
    ['config_name', name],
    ['status', 'Halted'],
    ...pieces(configuration).map((piece, index): [string, string] => [`config/${index}`, piece]),
  ];
}

/** The number of the domain that a name or a number names; undefined: there is none. */
export async function domainNumber(store: Store, nameOrNumber: string): Promise<number | undefined> {
  const isNumber = /^[0-9]+$/.test(nameOrNumber);
  const numbers = isNumber ? [nameOrNumber] : ((await store.list('/local/domain')) ?? []);
  const names = await Promise.all(numbers.map((each) => store.read(`/local/domain/${each}/name`)));
  const found = names.findIndex((name) => name !== undefined && (isNumber || name === nameOrNumber));
  return found < 0 ? undefined : Number(numbers[found]);
}

/** Waits until a guest says that it is a ClickOS. `expired` settles when that has taken too long. */
export async function awaitClickos(store: Xenstore, domain: number, expired: Promise<void>): Promise<void> {
  const path = clickosPath(domain);
  let isThere: () => void = () => {};
  const there = new Promise<void>((resolve) => {
    isThere = resolve;
  });
  const look = async () => {
    if ((await store.read(path)) !== undefined) isThere();
  };
  const unwatch = await store.watch(path, () => void look().catch(() => {}));
  const late = expired.then(() => 'late' as const);
  const how = await Promise.race([there, late]);
  await unwatch();
  if (how !== 'late') return;
  const message = `domain ${domain} does not say that it is a ClickOS`;
  throw new XenstoreError('CF7603', message, 'other images take their configuration from `clickforge build`');
}

/** Puts a router into a guest, all of it at once, without starting it. Gives its number, the lowest that is free. */
export function install(store: Xenstore, domain: number, router: NewRouter): Promise<number> {
  return store.transaction(async (inside) => {
    const number = freeNumber(new Set((await routers(inside, domain)).map((each) => each.number)), domain);
    const path = routerPath(domain, number);
    for (const [node, value] of routerNodes(router)) await inside.write(`${path}/${node}`, value);
    return number;
  });
}

function freeNumber(taken: Set<number>, domain: number): number {
  for (let number = 0; number < ROUTERS_MAX; number++) if (!taken.has(number)) return number;
  const message = `domain ${domain} holds ${ROUTERS_MAX} routers already`;
  throw new XenstoreError('CF7608', message, 'take one out with `clickforge uninstall`');
}

/** All routers of a guest, by number. A number without status is none: answers of handlers may have been left there. */
export async function routers(store: Store, domain: number): Promise<StoredRouter[]> {
  const names = (await store.list(clickosPath(domain))) ?? [];
  const numbers = names.filter((name) => /^[0-9]+$/.test(name)).map(Number);
  const found = await Promise.all(
    numbers
      .sort((a, b) => a - b)
      .map(async (number) => {
        const path = routerPath(domain, number);
        const [name, status] = await Promise.all([
          store.read(`${path}/config_name`),
          store.read(`${path}/status`),
        ]);
        return status === undefined ? [] : [{ number, name: name ?? '', status }];
      }),
  );
  return found.flat();
}

/** Starts or halts a router. That it is so already is a failure: nothing would happen. */
export function setStatus(
  store: Xenstore,
  domain: number,
  router: number,
  status: RouterStatus,
): Promise<void> {
  return store.transaction(async (inside) => {
    const before = await statusOf(inside, domain, router);
    if (before === status) {
      const message = `router ${router} of domain ${domain} is ${status} already`;
      throw new XenstoreError('CF7605', message, '`clickforge routers` tells the state of each', {
        kind: 'usage',
      });
    }
    await inside.write(`${routerPath(domain, router)}/status`, status);
  });
}

/** Takes a router out; one that runs only by `force`. */
export function uninstall(store: Xenstore, domain: number, router: number, force: boolean): Promise<void> {
  return store.transaction(async (inside) => {
    if ((await statusOf(inside, domain, router)) === 'Running' && !force) {
      const message = `router ${router} of domain ${domain} is running`;
      throw new XenstoreError('CF7605', message, 'halt it first, or use --force', { kind: 'usage' });
    }
    await inside.remove(routerPath(domain, router));
  });
}

async function statusOf(store: Store, domain: number, router: number): Promise<string> {
  const status = await store.read(`${routerPath(domain, router)}/status`);
  if (status !== undefined) return status;
  const message = `domain ${domain} has no router ${router}`;
  throw new XenstoreError('CF7604', message, '`clickforge routers` tells what there is', { kind: 'usage' });
}
