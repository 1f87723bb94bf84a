import { describe, expect, test } from 'vitest';
import { load, valuesOf } from './load.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const textOf = (value: unknown) => Buffer.from(value as Uint8Array).toString('latin1');

describe('values', () => {
  test('what is written, else the default, else nothing', () => {
    expect(valuesOf('x :: Queue(5);')).toEqual({ CAPACITY: 5 });
    expect(valuesOf('x :: Queue;')).toEqual({ CAPACITY: 1000 });
    expect(valuesOf('x :: Queue(CAPACITY 7);')).toEqual({ CAPACITY: 7 });
    expect(valuesOf('x :: SetTimestamp;')).toEqual({ FIRST: 0 });
  });

  test('a word that stands for no value', () => {
    const { DST, SRC } = valuesOf('x :: UDPIPEncap(1.2.3.4, 5, DST_ANNO, 6);');
    expect(DST).toBeUndefined();
    expect(SRC).toEqual(bytes(1, 2, 3, 4));
  });

  test('comments and blanks do not count', () => {
    expect(valuesOf('x :: Queue( /* five */ 5 // more\n);')).toEqual({ CAPACITY: 5 });
  });

  test('of a class without known arguments nothing is said', () => {
    const { findings, values } = load('x :: NoSuchClass(a b c);');
    expect(findings).toEqual([]);
    expect(values.get('x')).toBeUndefined();
  });

  test('a class for another target has other arguments', () => {
    expect(valuesOf('x :: FromDevice(0);', 'clickos')).toEqual({ DEVID: 0 });
    expect(textOf(valuesOf('x :: FromDevice(eth0);', 'click').DEVNAME)).toBe('eth0');
    expect(load('x :: FromDevice(eth0);', 'clickos').findings).toEqual([
      `error at "eth0": argument DEVID of FromDevice must be an unsigned integer, not 'eth0'`,
    ]);
  });
});

describe('what is wrong stands where it is', () => {
  test.each([
    ['Queue(x)', `error at "x": argument CAPACITY of Queue must be an unsigned integer, not 'x'`],
    ['Queue(CAPACITY  x)', `error at "x": argument CAPACITY of Queue must be an unsigned integer, not 'x'`],
    ['Queue(1, 2)', 'error at "2": Queue takes at most 1 argument without keyword'],
    ['Queue(1, CAPACTY 2)', 'error at "CAPACTY": Queue has no argument CAPACTY'],
    ['Strip()', 'error at "": argument LENGTH of Strip is missing'],
    ['PrioSched(1)', 'error at "1": PrioSched takes no argument without keyword'],
    [
      'InfiniteSource(STOP true, END_CALL x.y)',
      'error at "END_CALL x.y": END_CALL and STOP exclude each other',
    ],
    [
      'UDPRewriter(REAP_TIME 5, drop)',
      'warning at "REAP_TIME": argument REAP_TIME of UDPRewriter is an old name',
    ],
    ['RED(1, 2, 3)', `error at "3": argument MAX_P of RED must be at most 1, not '3'`],
    [
      'FixIPSrc(INVALID)',
      `error at "INVALID": argument IPADDR of FixIPSrc must be an IP address, not 'INVALID'`,
    ],
  ])('%s', (source, finding) => expect(load(`x :: ${source};`, 'clickos').findings).toContain(finding));

  test('an argument of a compound that a variable stands in points to the configuration', () => {
    const { findings } = load('elementclass C { $n | input -> Queue($n) -> output }\nx :: C(abc);');
    expect(findings).toEqual([
      `error at "$n": argument CAPACITY of Queue must be an unsigned integer, not 'abc'`,
    ]);
  });

  test('hints name what was meant', () => {
    const [near] = load('x :: Queue(CAPACTY 2);').diagnostics;
    expect(near?.hint).toBe('did you mean CAPACITY?');
    expect(near?.notes).toEqual([{ message: 'in x :: Queue' }]);
    const [missing] = load('x :: Strip();').diagnostics;
    expect(missing?.hint).toContain('unsigned');
  });

  test('an argument behind a keyword', () => {
    const [extra] = load('x :: RatedSource(LIMIT 5, abc);').diagnostics;
    expect(extra?.code).toBe('CF4003');
    expect(extra?.hint).toBe('they stand before those with a keyword');
  });
});

test('the number of outputs in use', () => {
  const tee = (count: number) => load(`x :: Tee(${count}); Idle -> x; x[0] -> Discard; x[1] -> Discard;`);
  expect(tee(2).findings).toEqual([]);
  expect(tee(3).findings).toEqual(['error at "3": argument N of Tee is not the number of outputs in use, 2']);
  const choice = (output: number) =>
    load(`x :: Switch(${output}); Idle -> x; x[0] -> Discard; x[1] -> Discard;`);
  expect([...choice(1).findings, ...choice(-1).findings]).toEqual([]);
  expect(choice(2).findings).toEqual([
    'error at "2": argument OUTPUT of Switch must be less than outputs, 2',
  ]);
});

test.each([
  ['Align(4, 4)', 'error at "4": argument OFFSET of Align must be less than MODULUS, 4'],
  ['RED(50, 20, 0.1)', 'error at "20": argument MAX_THRESH of RED must be at least MIN_THRESH, 50'],
  ['RandomSample()', 'error at "": argument P of RandomSample is missing'],
  ['LinkUnqueue(1s, 99Bps)', /BANDWIDTH of LinkUnqueue must be at least 100 bytes a second/],
])('%s would be refused when it starts', (declared, expected) => {
  expect(load(`x :: ${declared};`).findings).toEqual([
    typeof expected === 'string' ? expected : expect.stringMatching(expected),
  ]);
});

test.each(['Align(4, 3)', 'RED(20, 20, 0.1)', 'RandomSample(DROP 0.5)', 'LinkUnqueue(1s, 100Bps)'])(
  '%s is not refused',
  (declared) => expect(load(`x :: ${declared};`).findings).toEqual([]),
);

test('one of two must be given, and not both', () => {
  expect(load('x :: GetIPAddress;').findings.join()).toMatch(/OFFSET of GetIPAddress/);
  expect(load('x :: GetIPAddress(16, IP src);').findings.join()).toMatch(/exclude each other/);
  expect(valuesOf('x :: GetIPAddress(IP src);')).toMatchObject({ IP: 12 });
});

test('named elements are looked for from the inside outwards', () => {
  const source = `t :: ARPTable; elementclass C { $t | x :: ARPQuerier(1.2.3.4, 1:2:3:4:5:6, TABLE $t) }
    a :: C(t); b :: C(u);`;
  const { values, router, findings } = load(source);
  const table = router.elements.findIndex(({ name }) => name === 't');
  expect(values.get('a/x')?.get('TABLE')).toBe(table);
  expect(findings).toEqual([
    expect.stringContaining(`argument TABLE of ARPQuerier must name an ARPTable, not 'u'`),
  ]);
  expect(load('t :: Queue; x :: ARPQuerier(1.2.3.4, 1:2:3:4:5:6, TABLE t);').findings).toHaveLength(1);
});

describe('equal elements', () => {
  test('share values where these do not depend on the place', () => {
    const { values } = load('a, b :: Queue(5); c :: Queue(6);');
    expect(values.get('a')).toBe(values.get('b'));
    expect(values.get('c')).not.toBe(values.get('a'));
  });

  test('differ by what a name means where they stand', () => {
    const source = `AddressInfo(h 1.1.1.1); in :: { AddressInfo(h 2.2.2.2); s :: SetIPAddress(h); };
      s :: SetIPAddress(h); t :: SetIPAddress(h);`;
    const { values } = load(source);
    expect(values.get('in/s')!.get('IPADDR')).toEqual(bytes(2, 2, 2, 2));
    expect(values.get('s')!.get('IPADDR')).toEqual(bytes(1, 1, 1, 1));
    expect(values.get('t')!.get('IPADDR')).toEqual(bytes(1, 1, 1, 1));
  });

  test('differ by the element that a name is of', () => {
    const querier = 'x :: ARPQuerier(1.1.1.1, 0:0:0:0:0:1, TABLE t);';
    const { router, values } = load(`t :: ARPTable; ${querier} y :: { t :: ARPTable; ${querier} };`);
    const tables = ['t', 'y/t'].map((name) => router.elements.findIndex((element) => element.name === name));
    expect(['x', 'y/x'].map((name) => values.get(name)!.get('TABLE'))).toEqual(tables);
  });

  test('are told together what is wrong with them', () => {
    const source = 'elementclass C { input -> Queue(x) -> output } a, b :: C; q :: Queue(x);';
    const notes = load(source).diagnostics.map((each) => each.notes);
    expect(notes).toEqual([
      [{ message: 'in q :: Queue' }],
      [{ message: 'in a/Queue@1, b/Queue@1 :: Queue' }],
    ]);
  });

  test('are counted when they are many', () => {
    const names = Array.from({ length: 9 }, (_, index) => `q${index}`);
    const notes = load(`${names.join()} :: Queue(x);`).diagnostics.flatMap((each) => each.notes);
    expect(notes).toEqual([{ message: 'in q0, q1, q2, q3 and 5 more :: Queue' }]);
  });

  test('differ by the outputs in use', () => {
    const { findings } = load('a, b :: IPFilter(1 all); Idle -> a [1] -> Idle; Idle -> b -> Idle;');
    expect(findings).toHaveLength(1);
  });
});
