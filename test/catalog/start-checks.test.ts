import { expect, test } from 'vitest';
import type { Target } from '../../src/catalog/index.ts';
import { findings } from './start.ts';

const NONE = ['CF4009 no nearby Queues: RED counts the packets in them'];

test.each<[string, string[], Target?]>([
  ['Idle -> RED(5, 50, 1) -> Counter -> Queue -> Unqueue -> Discard;', []],
  ['Idle -> Queue -> Counter -> RED(5, 50, 1) -> Unqueue -> Discard;', []],
  ['Idle -> Queue -> Unqueue -> RED(5, 50, 1) -> Discard;', NONE],
  ['Idle -> RED(5, 50, 1) -> t :: Tee -> Discard; t[1] -> Queue -> Unqueue -> Discard;', []],
  ['Idle -> r :: RED(5, 50, 1) -> Discard; r[1] -> Queue -> Unqueue -> Discard;', NONE],
  ['Idle -> RED(5, 50, 1, QUEUES q) -> Discard; Idle -> q :: Queue -> Unqueue -> Discard;', []],
  ['Idle -> Queue -> LinkUnqueue(1s, 1MBps) -> RED(5, 50, 1) -> Discard;', NONE],
  [
    'Idle -> RED(5, 50, 1) -> [1] s :: Suppressor -> Queue -> Unqueue -> Discard; Idle -> s [1] -> Discard;',
    NONE,
  ],
  [
    'Idle -> RED(5, 50, 1) -> s :: Suppressor -> Queue -> Unqueue -> Discard; Idle -> [1] s [1] -> Discard;',
    [],
  ],
  ['Idle -> RED(5, 50, 1) -> X -> Queue -> Unqueue -> Discard;', ["CF2002 undeclared element 'X'"]],
  ['Idle -> RED(5, 50, 1) -> ThreadSafeQueue -> Unqueue -> Discard;', [], 'click'],
  ['Idle -> RED(5, 50, 1) -> Discard;', NONE, 'click'],
  ['Idle -> RED(5, 50, 1) -> Discard;', [], 'simulator'],
])('queues near %s', (source, expected, target = 'clickforge') => {
  expect(findings(source, target)).toEqual(expected);
});

test('CoDel looks upstream alone', () => {
  expect(findings('Idle -> Queue -> CoDel -> Unqueue -> Discard;', 'clickforge')).toEqual([]);
  expect(findings('InfiniteSource -> CoDel -> Unqueue -> Queue -> Discard;', 'clickforge')).toEqual([
    'CF4009 no nearby Queues: CoDel counts the packets in them',
  ]);
});

test('what Click does not mind', () => {
  for (const source of [
    'InfiniteSource(LENGTH 70000) -> Discard;',
    'x :: RoundRobinSched -> PullNull -> [0] x;',
    'Idle -> DirectIPLookup(10.0.0.0/255.0.255.0 0) -> Discard;',
    'Idle -> c :: Counter(COUNT_CALL 3 c.own_handler) -> Discard;',
    'Script(set x $(cat /etc/hostname), read kill);',
  ])
    expect(findings(source, 'click')).toEqual([]);
});

test('an Idle pulls from nobody, and so closes no circle', () => {
  const circle = (between: string) =>
    `Idle -> Queue -> r :: RoundRobinSched -> ${between} -> [1] r; r -> Unqueue -> Discard;`;
  expect(findings(circle('Idle'), 'clickforge')).toEqual([]);
  expect(findings(circle('PullNull'), 'clickforge')).toEqual(['CF4009 packets are pulled in a circle here']);
});

test('as deep as pulls may nest, chains of agnostic elements however long', () => {
  const depth = (chain: string) => findings(`Idle -> Queue ${chain} -> Unqueue -> Discard;`, 'clickforge');
  expect(depth('-> RoundRobinSched '.repeat(46))).toEqual([]);
  expect(depth('-> Counter -> RoundRobinSched -> Null -> Null '.repeat(15))).toEqual([]);
  expect(depth('-> Null '.repeat(1000))).toEqual([]);
});

test.each([
  ['set x $(cat /etc/hostname)', "CF4007 a guest has no 'cat' to read"],
  ['set x "$(add $(kill 1) 2)"', "CF4007 a guest has no 'kill' to read"],
  ['write stopp', "CF4007 a guest has no 'stopp' to write"],
  ['print c.length', "CF4007 c :: Counter has no 'length' to read in a guest"],
  ['write c.reset 5', undefined],
  ['write c.rate 5', "CF4007 c :: Counter has no 'rate' to write in a guest"],
  ['write q.config 5', "CF4007 q :: Queue has no 'config' to write in a guest"],
  ['read d.count', "CF4007 there is no element 'd'"],
  ['export y 1, print $(y), read .version, write stop, print "cat", set x $(add 1 $(c.count))', undefined],
  ['set x c, read $x.nothing, print $x.nothing', undefined],
])('a script in a guest: %s', (script, expected) => {
  const source = `Idle -> c :: Counter -> q :: Queue -> Discard; Script(${script});`;
  expect(findings(source, 'clickforge')).toEqual(expected === undefined ? [] : [expected]);
});

test('new arguments are for the simulator, which can read them', () => {
  const source = '{ Idle -> Counter(COUNT_CALL 3 q.config 5) -> q :: Queue -> Discard; };';
  expect(findings(source, 'simulator')).toEqual([]);
  expect(findings(source, 'clickforge')).toHaveLength(1);
});

test('handlers are called by their whole names, which the runtime looks for', () => {
  const source = '{ Idle -> Counter(COUNT_CALL 3 c.reset) -> c :: Counter -> Discard; };';
  expect(findings(source, 'clickforge')).toEqual([]);
});
