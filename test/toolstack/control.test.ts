import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAnswer } from '../../src/toolstack/control.ts';
import { FakeGuest } from './fake-guest.ts';
import { FakeHost } from './fake-host.ts';

const framed = (answer: string) => `\x02${answer}\x03`;
const value = (text: string) => framed(`200 Read handler OK\r\nDATA ${text.length}\r\n${text}`);

/** A router with one counter, that also logs. */
function router() {
  let count = 0;
  return (line: string): string | undefined => {
    const [verb, handler = ''] = line.split(' ');
    if (verb === '') return undefined;
    if (verb === 'READ' && handler === 'c.count') {
      count += 10;
      return `a line of the log\r\n${value(String(count))}`;
    }
    if (verb === 'READ' && handler === 'list') return value('2\nc\nd\n');
    if (verb === 'READ' && handler === 'flatconfig') return value('Idle -> c :: Counter -> d :: Discard;\n');
    if (verb === 'READ' && handler === 'd.count') return value('7');
    if (handler === 'q.config') return framed("530 Handler 'q.config' read-only\r\n");
    if (verb === 'WRITEDATA') return framed("200 Write handler 'c.reset' OK\r\n");
    return framed(`511 No handler named '${handler}'\r\n`);
  };
}

let host: FakeHost;
let guest: FakeGuest;
const start = async (answer: (line: string) => string | undefined) => {
  host = new FakeHost();
  host.write('domains', 'fw 3\n');
  guest = await FakeGuest.start(host.folder, answer);
};
beforeEach(() => start(router()));
afterEach(async () => {
  await guest.end();
  host.close();
});
const clickforge = (...args: string[]) => host.run(args, {});

describe('control', () => {
  test('reads, and tells several values apart', async () => {
    expect((await clickforge('control', 'fw', 'read', 'c.count')).both).toBe('10\n');
    expect((await clickforge('control', 'fw', 'read', 'c.count', 'd.count')).both).toBe(
      'c.count: 20\nd.count: 7\n',
    );
  });

  test('takes no notice of what was said before', async () => {
    guest.say(`${value('old')}half a line`);
    expect((await clickforge('control', 'fw', 'read', 'c.count')).both).toBe('10\n');
  });

  test('lists', async () => {
    expect((await clickforge('control', 'fw', 'list')).both).toBe('c\nd\n');
  });

  test('writes a value as it is', async () => {
    expect((await clickforge('control', 'fw', 'write', 'c.reset', 'a\nb', 'é')).exitCode).toBe(0);
    expect(guest.asked).toContain('WRITEDATA c.reset 6\r\na\nb \xc3\xa9');
  });

  test('tells what the router refuses, in its words', async () => {
    const { exitCode, errors } = await clickforge('control', 'fw', 'read', 'nope');
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^error CF7514: nope: No handler named 'nope' \(511\)\n/);
  });

  test('says why an element of an image takes no new arguments', async () => {
    const { exitCode, errors } = await clickforge('control', 'fw', 'write', 'q.config', '5');
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/^error CF7514: q\.config: Handler 'q\.config' read-only \(530\)\n/);
    expect(errors).toContain('an image has nothing that reads arguments');
  });

  test.each([
    [['frob', 'x'], /frob is none of read, write and list/],
    [['read'], /read what\?/],
    [['write'], /write what\?/],
    [['list', 'a', 'b'], /list takes one element/],
  ])('does not understand %j', async (words, message) => {
    const { exitCode, errors } = await clickforge('control', 'fw', ...words);
    expect(exitCode).toBe(2);
    expect(errors).toMatch(message);
  });
});

test('a router that says nothing', async () => {
  await guest.end();
  host.close();
  await start(() => undefined);
  const { exitCode, errors } = await clickforge('control', 'fw', 'list', '--timeout', '0.3');
  expect(exitCode).toBe(6);
  expect(errors).toMatch(/^error CF7515: the router of fw does not answer for 0.3 s/);
});

test('watch reads again and again', async () => {
  const { both } = await clickforge(
    'watch',
    'fw',
    'c.count',
    'd.count',
    '--count',
    '3',
    '--interval',
    '0.01',
  );
  expect(both).toBe('10\t7\n20\t7\n30\t7\n');
  const { output } = await clickforge(
    'watch',
    'fw',
    'c.count',
    '--count',
    '2',
    '--interval',
    '0.01',
    '--json',
  );
  expect(JSON.parse(output)).toMatchObject({
    samples: [{ values: { 'c.count': '40' } }, { values: { 'c.count': '50' } }],
  });
});

test('top shows what counts, and how fast', async () => {
  const { output } = await clickforge('top', 'fw', '--count', '2', '--interval', '0.1', '--json');
  const { samples } = JSON.parse(output) as { samples: { time: number; counts: { rate: number }[] }[] };
  expect(samples[1]).toMatchObject({
    counts: [
      { element: 'c', class: 'Counter', count: 20 },
      { element: 'd', class: 'Discard', count: 7, rate: 0 },
    ],
  });
  const seconds = (samples[1]!.time - samples[0]!.time) / 1000;
  expect(samples[1]?.counts[0]?.rate).toBeCloseTo(10 / seconds);
  expect((await clickforge('top', 'fw', '--count', '1')).both).toMatch(
    /^fw {2}class {4}packets {2}packets\/s\nc /,
  );
});

describe('an answer', () => {
  test.each([
    ['200 OK\r\n', { code: 200, message: 'OK', data: '' }],
    ['200 OK\r\nDATA 3\r\na\nbcd', { code: 200, message: 'OK', data: 'a\nb' }],
    ['520-one\r\n520 two\r\n', { code: 520, message: 'one; two', data: '' }],
    ['what', undefined],
    ['200 OK', undefined],
    ['', undefined],
  ])('%j', (text, answer) => {
    expect(parseAnswer(text)).toEqual(answer);
  });
});
