import type { Store, Xenstore } from './client.ts';
import { XenstoreError } from './error.ts';

/**
 * The frontend's half of the vif handshake, done by the toolstack for a guest that does not speak to Xenstore. The guest
 * tells on its console, in one frame, where its rings are (`VIFS N:TX:RX:PORT …`); that a backend has connected it is told
 * through its handler `vifs`.
 */

/** XenbusState */
const STATE = { initWait: 2, connected: 4 } as const;
const NAMES = ['unknown', 'initialising', 'waiting', 'initialised', 'connected', 'closing', 'closed'];

/** Where a guest's network device has its rings: two grant references and an event channel. */
export interface AnnouncedVif {
  number: number;
  tx: number;
  rx: number;
  port: number;
}

/** The word of a guest's command line that makes it announce its devices. */
export function vifsWord(macs: readonly string[]): string {
  return `vifs=${macs.join(',')}`;
}

/** What a guest tells of its rings in a frame; undefined: the frame is something else. */
export function parseAnnouncement(answer: string): AnnouncedVif[] | undefined {
  const list = /^VIFS((?: [0-9]+:[0-9]+:[0-9]+:[0-9]+)*)$/.exec(answer)?.[1];
  if (list === undefined) return undefined;
  return list
    .split(' ')
    .slice(1)
    .map((vif) => {
      const [number, tx, rx, port] = vif.split(':').map(Number) as [number, number, number, number];
      return { number, tx, rx, port };
    });
}

/** The line that tells a guest that a backend is connected to it. */
export function connectedLine(vif: number): string {
  return `WRITE vifs ${vif}\r\n`;
}

/** Writes down where a device's rings are, and waits until its backend has connected. Throws XenstoreError. */
export async function connectVif(
  store: Xenstore,
  domain: number,
  { number, tx, rx, port }: AnnouncedVif,
  expired: Promise<void>,
): Promise<void> {
  const front = frontend(domain, number);
  const backend = await store.read(`${front}/backend`);
  if (backend === undefined) throw stuck(domain, number, 'there is none');
  await awaitState(store, backend, STATE.initWait, { domain, number }, expired);
  const nodes = {
    'tx-ring-ref': tx,
    'rx-ring-ref': rx,
    'event-channel': port,
    'request-rx-copy': 1,
    'feature-rx-notify': 1,
    'feature-ipv6-csum-offload': 1,
    // The backend looks at all others when it sees this one.
    state: STATE.connected,
  };
  await store.transaction(async (inside) => {
    for (const [node, value] of Object.entries(nodes)) await inside.write(`${front}/${node}`, String(value));
  });
  await awaitState(store, backend, STATE.connected, { domain, number }, expired);
}

function frontend(domain: number, vif: number): string {
  return `/local/domain/${domain}/device/vif/${vif}`;
}

async function stateOf(store: Store, backend: string): Promise<number | undefined> {
  const state = await store.read(`${backend}/state`);
  return state === undefined ? undefined : Number(state);
}

async function awaitState(
  store: Xenstore,
  backend: string,
  wanted: number,
  { domain, number }: { domain: number; number: number },
  expired: Promise<void>,
): Promise<void> {
  let last: number | undefined;
  let reach: () => void = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const look = async () => {
    last = await stateOf(store, backend);
    if (last === wanted) reach();
  };
  const unwatch = await store.watch(`${backend}/state`, () => void look().catch(() => {}));
  const how = await Promise.race([reached, expired.then(() => 'late' as const)]);
  await unwatch();
  if (how === 'late')
    throw stuck(domain, number, last === undefined ? 'it is gone' : `it is ${NAMES[last] ?? last}`);
}

function stuck(domain: number, vif: number, state: string): XenstoreError {
  const message = `the backend of vif ${vif} of domain ${domain} does not connect: ${state}`;
  throw new XenstoreError('CF7609', message, 'see that the bridge and its hotplug script work on the host');
}
