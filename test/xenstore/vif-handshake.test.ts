import { describe, expect, test } from 'vitest';
import { Xenstore } from '../../src/xenstore/client.ts';
import * as handshake from '../../src/xenstore/vif-handshake.ts';
import { Daemon } from './daemon.ts';

const FRONT = '/local/domain/7/device/vif/1';
const BACK = '/local/domain/0/backend/vif/7/1';
const never = new Promise<void>(() => {});
const now = Promise.resolve();
const vif = { number: 1, tx: 8, rx: 9, port: 5 };

/** A backend that connects when it is shown rings, and lets go when it is told to. */
async function bed({ answers = true } = {}) {
  const daemon = new Daemon();
  daemon.set(`${FRONT}/backend`, BACK);
  daemon.set(`${FRONT}/state`, '1');
  daemon.set(`${BACK}/state`, '1');
  const states: string[] = [];
  const backend = await Xenstore.open(daemon.open);
  let last = '';
  await backend.watch(`${FRONT}/state`, async () => {
    const state = (await backend.read(`${FRONT}/state`)) ?? '';
    if (!answers || state === last) return;
    last = state;
    states.push(state);
    const reply: Record<string, string> = { 1: '2', 4: '4', 5: '5', 6: '6' };
    if (reply[state]) await backend.write(`${BACK}/state`, reply[state]);
  });
  return { daemon, states, store: await Xenstore.open(daemon.open) };
}

describe('what a guest tells', () => {
  test('of its rings', () => {
    expect(handshake.parseAnnouncement('VIFS 0:8:9:5 1:4294967295:11:6')).toEqual([
      { number: 0, tx: 8, rx: 9, port: 5 },
      { number: 1, tx: 4294967295, rx: 11, port: 6 },
    ]);
    expect(handshake.parseAnnouncement('VIFS')).toEqual([]);
  });

  test.each(['200 OK\r\n', 'VIFS 0:8:9', 'xVIFS 0:8:9:5', 'VIFS 0:8:9:5 '])('is not %j', (answer) => {
    expect(handshake.parseAnnouncement(answer)).toBeUndefined();
  });
});

describe('a device', () => {
  test('is connected when its backend is ready, its state behind all else', async () => {
    const { daemon, states, store } = await bed();
    const before = daemon.requests.length;
    await handshake.connectVif(store, 7, vif, never);
    expect(daemon.nodes.get(`${BACK}/state`)).toBe('4');
    const node = (name: string) => daemon.nodes.get(`${FRONT}/${name}`);
    expect(['tx-ring-ref', 'rx-ring-ref', 'event-channel', 'request-rx-copy'].map(node)).toEqual([
      '8',
      '9',
      '5',
      '1',
    ]);
    const inside = daemon.requests
      .slice(before)
      .filter(({ transaction, path }) => transaction > 0 && path.startsWith('/'));
    expect(inside.at(-1)?.path).toBe(`${FRONT}/state`);
    expect(states).toEqual(['1', '4']);
  });

  test('whose backend does not connect is told of with its state', async () => {
    const { store } = await bed({ answers: false });
    await expect(handshake.connectVif(store, 7, vif, now)).rejects.toMatchObject({
      code: 'CF7609',
      message: 'the backend of vif 1 of domain 7 does not connect: it is initialising',
    });
    await expect(handshake.connectVif(store, 7, { ...vif, number: 3 }, now)).rejects.toThrow('there is none');
  });
});
