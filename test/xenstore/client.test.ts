import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Xenstore } from '../../src/xenstore/client.ts';
import { Decoder, encode, type Message, TYPE } from '../../src/xenstore/wire.ts';
import { Daemon } from './daemon.ts';

const opened = async () => {
  const daemon = new Daemon();
  return { daemon, store: await Xenstore.open(daemon.open) };
};

describe('the wire', () => {
  const bytes = fc.uint8Array({ maxLength: 4096 }).map((each) => Buffer.from(each).toString('latin1'));
  const word = fc.integer({ min: 0, max: 0xffffffff });
  const message = fc.record({ type: word, id: word, transaction: word, payload: bytes });

  test('gives every message back, in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 5 }),
        fc.integer({ min: 1, max: 5000 }),
        (messages, size) => {
          const text = messages.map(encode).join('');
          const decoder = new Decoder();
          const got: Message[] = [];
          for (let at = 0; at < text.length; at += size) got.push(...decoder.take(text.slice(at, at + size)));
          expect(got).toEqual(messages);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('is that of xs_wire.h', () => {
    expect(
      Buffer.from(encode({ type: TYPE.write, id: 2, transaction: 3, payload: 'a\0b' }), 'latin1'),
    ).toEqual(Buffer.from([11, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 0x61, 0, 0x62]));
  });

  test('refuses a size that no message has', () => {
    expect(() => new Decoder().take('\xff'.repeat(16))).toThrow(RangeError);
  });
});

describe('a client', () => {
  test('reads, writes, lists and removes', async () => {
    const { store } = await opened();
    await store.write('/a/b/c', 'x\0\xff');
    expect(await store.read('/a/b/c')).toBe('x\0\xff');
    expect(await store.read('/a/b')).toBe('');
    expect(await store.read('/a/x')).toBeUndefined();
    expect(await store.list('/a')).toEqual(['b']);
    expect(await store.list('/a/b/c')).toEqual([]);
    expect(await store.list('/nothing')).toBeUndefined();
    await store.remove('/a/b');
    await store.remove('/a/b');
    expect(await store.read('/a/b/c')).toBeUndefined();
  });

  test('lists more names than go into one answer, also when they change meanwhile', async () => {
    const { daemon, store } = await opened();
    const names = Array.from({ length: 400 }, (_, index) => `domain-of-many-${index}`);
    for (const name of names) daemon.set(`/many/${name}`, '');
    expect(await store.list('/many')).toEqual(names);
    let parts = 0;
    daemon.onRequest = ({ type }) => {
      if (type === TYPE.directoryPart && ++parts === 3) daemon.set('/many/new', '');
    };
    expect(await store.list('/many')).toEqual([...names, 'new']);
  });

  test('tells many requests’ answers apart', async () => {
    const { store } = await opened();
    const paths = Array.from({ length: 50 }, (_, index) => `/n/${index}`);
    await Promise.all(paths.map((path) => store.write(path, path)));
    expect(await Promise.all(paths.map((path) => store.read(path)))).toEqual(paths);
  });

  test('does a transaction again when somebody else wrote, and loses nothing', async () => {
    const { daemon, store } = await opened();
    daemon.set('/count', '0');
    let others = 3;
    daemon.onRequest = ({ type }) => {
      if (type === TYPE.transactionEnd && others-- > 0)
        daemon.set('/count', String(Number(daemon.nodes.get('/count')) + 10));
    };
    await store.transaction(async (inside) => {
      await inside.write('/count', String(Number(await inside.read('/count')) + 1));
    });
    expect(daemon.nodes.get('/count')).toBe('31');
  });

  test('drops a transaction whose work fails', async () => {
    const { daemon, store } = await opened();
    const work = store.transaction(async (inside) => {
      await inside.write('/half', 'done');
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(daemon.nodes.has('/half')).toBe(false);
    expect(daemon.requests.at(-1)).toMatchObject({ type: TYPE.transactionEnd, path: 'F' });
  });

  test('hears of changes until it no longer wants to', async () => {
    const { daemon, store } = await opened();
    const heard: string[] = [];
    const unwatch = await store.watch('/w', (path) => heard.push(path));
    daemon.set('/w/x', '1');
    daemon.set('/other', '1');
    await store.read('/w/x');
    await unwatch();
    daemon.set('/w/y', '1');
    await store.read('/w/y');
    expect(heard.sort()).toEqual(['/w', '/w/x']);
  });

  test('tells what the daemon refused, and that it is gone', async () => {
    const { store } = await opened();
    await expect(store.write('/a', 'x'.repeat(5000))).rejects.toMatchObject({
      code: 'CF7602',
      errno: 'E2BIG',
    });
    const waiting = store.read('/a');
    store.close();
    await waiting;
    await expect(store.read('/a')).rejects.toMatchObject({ code: 'CF7601' });
  });
});
