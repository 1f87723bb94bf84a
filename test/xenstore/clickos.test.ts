import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as clickos from '../../src/xenstore/clickos.ts';
import { readHandler, writeHandler } from '../../src/xenstore/clickos-handlers.ts';
import { Xenstore } from '../../src/xenstore/client.ts';
import { Confirmation } from '../../src/xenstore/confirm.ts';
import { Daemon } from './daemon.ts';

const ROOT = '/local/domain/7/data/clickos';
const never = new Promise<void>(() => {});
const now = Promise.resolve();

async function guest(routers: Record<number, string> = {}) {
  const daemon = new Daemon();
  daemon.set('/local/domain/0/name', 'Domain-0');
  daemon.set('/local/domain/7/name', 'edge');
  daemon.set(ROOT, '');
  for (const [number, status] of Object.entries(routers)) daemon.set(`${ROOT}/${number}/status`, status);
  return { daemon, store: await Xenstore.open(daemon.open) };
}

const configuration = 'FromDevice(0) -> ToDevice(1);';

describe('pieces', () => {
  test('of 512 bytes at most give the configuration', () => {
    fc.assert(
      fc.property(fc.nat(3000), (size) => {
        const text = Array.from({ length: size }, (_, at) => String.fromCharCode(at % 251)).join('');
        const parts = clickos.pieces(text);
        expect(parts.join('')).toBe(text);
        expect(parts.every((part) => part.length <= 512)).toBe(true);
        expect(parts.slice(0, -1).every((part) => part.length === 512)).toBe(true);
      }),
    );
  });
});

describe('a router', () => {
  test('is installed halted, whole, in one transaction', async () => {
    const { daemon, store } = await guest();
    expect(await clickos.install(store, 7, { name: 'fw', configuration: 'x'.repeat(513) })).toBe(0);
    const below = [...daemon.nodes].filter(([path]) => path.startsWith(`${ROOT}/0/`));
    expect(Object.fromEntries(below.map(([path, value]) => [path.slice(ROOT.length + 3), value]))).toEqual({
      control: '',
      elements: '',
      config_name: 'fw',
      status: 'Halted',
      config: '',
      'config/0': 'x'.repeat(512),
      'config/1': 'x',
    });
    const written = daemon.requests.filter(({ path }) => path.startsWith(`${ROOT}/0`));
    expect(new Set(written.map(({ transaction }) => transaction))).toEqual(new Set([1]));
  });

  test('gets the lowest number that is free, also when somebody else takes it meanwhile', async () => {
    const { daemon, store } = await guest({ 0: 'Running', 2: 'Halted' });
    let meanwhile = true;
    daemon.onRequest = ({ payload }) => {
      if (payload !== 'T\0' || !meanwhile) return;
      meanwhile = false;
      daemon.set(`${ROOT}/1/status`, 'Halted');
    };
    expect(await clickos.install(store, 7, { name: 'b', configuration })).toBe(3);
    expect((await clickos.routers(store, 7)).map(({ number }) => number)).toEqual([0, 1, 2, 3]);
  });

  test('gets a number where only answers of handlers were left', async () => {
    const { daemon, store } = await guest();
    daemon.set(`${ROOT}/0/elements/c/count`, '42');
    expect(await clickos.routers(store, 7)).toEqual([]);
    expect(await clickos.install(store, 7, { name: 'b', configuration })).toBe(0);
  });

  test('number 65 is refused', async () => {
    const { store } = await guest(
      Object.fromEntries(Array.from({ length: 64 }, (_, each) => [each, 'Halted'])),
    );
    await expect(clickos.install(store, 7, { name: 'b', configuration })).rejects.toMatchObject({
      code: 'CF7608',
    });
  });

  test('is started once, halted once, and taken out when it is halted or by force', async () => {
    const { daemon, store } = await guest({ 0: 'Halted' });
    const { setStatus, uninstall } = clickos;
    await expect(setStatus(store, 7, 0, 'Halted')).rejects.toMatchObject({ code: 'CF7605' });
    await setStatus(store, 7, 0, 'Running');
    await expect(setStatus(store, 7, 0, 'Running')).rejects.toMatchObject({ code: 'CF7605' });
    await expect(uninstall(store, 7, 0, false)).rejects.toMatchObject({ code: 'CF7605' });
    expect(daemon.nodes.get(`${ROOT}/0/status`)).toBe('Running');
    await uninstall(store, 7, 0, true);
    expect(daemon.nodes.has(`${ROOT}/0`)).toBe(false);
    await expect(uninstall(store, 7, 0, true)).rejects.toMatchObject({ code: 'CF7604' });
    await expect(setStatus(store, 7, 0, 'Running')).rejects.toMatchObject({ code: 'CF7604' });
  });

  test('answers for its handlers under router 0, the value before the lock', async () => {
    const { daemon, store } = await guest({ 0: 'Running', 1: 'Running' });
    daemon.set(`${ROOT}/0/elements/c/lock`, '0');
    daemon.set(`${ROOT}/0/elements/c/count`, 'old');
    daemon.onRequest = ({ payload }) => {
      if (!payload.startsWith(`${ROOT}/1/control/read/c/count\0`)) return;
      setTimeout(() => {
        daemon.set(`${ROOT}/0/elements/c/count`, '42');
        daemon.set(`${ROOT}/0/elements/c/lock`, '0');
      }, 5);
    };
    const handler = { domain: 7, router: 1, element: 'c', name: 'count' };
    expect(await readHandler(store, handler, never)).toBe('42');
    await expect(readHandler(store, { ...handler, name: 'gone' }, now)).rejects.toMatchObject({
      code: 'CF7607',
    });
    await writeHandler(store, { ...handler, name: 'reset' }, '1');
    expect(daemon.nodes.get(`${ROOT}/1/elements/c/reset`)).toBe('1');
    await expect(writeHandler(store, handler, '')).rejects.toMatchObject({ code: 'CF7602' });
  });
});

describe('a domain', () => {
  test('is found by name and by number', async () => {
    const { store } = await guest();
    expect(await clickos.domainNumber(store, 'edge')).toBe(7);
    expect(await clickos.domainNumber(store, '7')).toBe(7);
    expect(await clickos.domainNumber(store, 'core')).toBeUndefined();
    expect(await clickos.domainNumber(store, '8')).toBeUndefined();
  });

  test('is waited for until it says that it is a ClickOS', async () => {
    const { daemon, store } = await guest();
    daemon.set('/local/domain/8/name', 'late');
    await expect(clickos.awaitClickos(store, 8, now)).rejects.toMatchObject({ code: 'CF7603' });
    const waiting = clickos.awaitClickos(store, 8, never);
    daemon.set('/local/domain/8/data/clickos', '');
    await waiting;
    await clickos.awaitClickos(store, 7, never);
  });
});

describe('the console’s word', () => {
  const said = (...lines: string[]) => {
    const confirmation = new Confirmation();
    for (const line of lines) confirmation.take(line);
    return confirmation;
  };

  test('is that it runs, that it failed, or nothing', async () => {
    await said('x', 'Starting driver...').wait('router 0', never);
    await expect(said('config:1: no', 'Router init failed!').wait('router 0', never)).rejects.toMatchObject({
      code: 'CF7606',
      kind: 'remote',
      lines: ['config:1: no', 'Router init failed!'],
    });
    await expect(said('x').wait('router 0', now)).rejects.toMatchObject({ code: 'CF7607', kind: 'timeout' });
  });
});
