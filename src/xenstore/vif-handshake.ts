import type { Store, Xenstore } from './client.ts';
import { XenstoreError } from './error.ts';

/**
 * The frontend's half of the vif handshake, done by the toolstack for a guest that does not speak to Xenstore. The guest
 * tells on its console, in frames, where its rings are (`VIFS N:TX:RX:PORT …`) and its states (`VIF N STATE`); it is told
 * the backend's states through its handler `vifs`.
 */

/** XenbusState */
const STATE = { initialising: 1, initWait: 2, connected: 4, closing: 5, closed: 6 } as const;
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
  const list = /^VIFS((?: [0-9]+:[0-9]+:[0-9]+:[0-9]+)*)\r?\n$/.exec(answer)?.[1];
  if (list === undefined) return undefined;
  return list
    .split(' ')
    .slice(1)
    .map((vif) => {
      const [number, tx, rx, port] = vif.split(':').map(Number) as [number, number, number, number];
      return { number, tx, rx, port };
    });
}

/** A state of its own that a guest tells in a frame; undefined: the frame is something else. */
export function parseState(answer: string): { number: number; state: number } | undefined {
  const match = /^VIF ([0-9]+) ([0-9]+)\r?\n$/.exec(answer);
  return match ? { number: Number(match[1]), state: Number(match[2]) } : undefined;
}

/** The line that tells a guest that a backend is connected to it. */
export function connectedLine(vif: number): string {
  return `WRITE vifs ${vif} ${STATE.connected}\r\n`;
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
  await awaitState(store, backend, [STATE.initWait], { domain, number }, expired);
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
  await awaitState(store, backend, [STATE.connected], { domain, number }, expired);
}

/** Takes a device down, so that its backend lets go of the guest's pages. That it is gone already is no failure. */
export async function closeVif(
  store: Xenstore,
  domain: number,
  number: number,
  expired: Promise<void>,
): Promise<void> {
  const front = frontend(domain, number);
  const backend = await store.read(`${front}/backend`);
  if (backend === undefined) return;
  await setState(store, front, STATE.closing);
  await setState(store, front, STATE.closed);
  await awaitState(store, backend, [STATE.closed, STATE.initWait, undefined], { domain, number }, expired);
}

/** Writes a state of the guest's down, if the device is there still. */
export async function tellState(
  store: Xenstore,
  domain: number,
  number: number,
  state: number,
): Promise<void> {
  await setState(store, frontend(domain, number), state);
}

function frontend(domain: number, vif: number): string {
  return `/local/domain/${domain}/device/vif/${vif}`;
}

function setState(store: Xenstore, front: string, state: number): Promise<void> {
  return store.transaction(async (inside) => {
    if ((await inside.read(front)) !== undefined) await inside.write(`${front}/state`, String(state));
  });
}

async function stateOf(store: Store, backend: string): Promise<number | undefined> {
  const state = await store.read(`${backend}/state`);
  return state === undefined ? undefined : Number(state);
}

async function awaitState(
  store: Xenstore,
  backend: string,
  wanted: readonly (number | undefined)[],
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
    if (wanted.includes(last)) reach();
  };
  const unwatch = await store.watch(`${backend}/state`, () => void look().catch(() => {}));
  const how = await Promise.race([reached, expired.then(() => 'late' as const)]);
  await unwatch();
  if (how === 'late')
    throw stuck(domain, number, last === undefined ? 'it is gone' : `it is ${NAMES[last] ?? last}`);
}

function stuck(domain: number, vif: number, state: string): XenstoreError {
  const message = `the backend of vif ${vif} of domain ${domain} does not connect: ${state}`;
  throw new XenstoreError('CF7610', message, 'see that the bridge and its hotplug script work on the host');
}
