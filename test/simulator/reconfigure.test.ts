import { describe, expect, it } from 'vitest';
import { allClassNames, lookupAnywhere } from '../../src/catalog/index.ts';
import { parseHandler } from '../../src/simulator/handlers.ts';
import { withArgument } from '../../src/simulator/reconfigure.ts';
import { DEFAULT_EPOCH } from '../../src/simulator/simulation.ts';
import { type Started, start } from './configuration.ts';

function write(router: Started, handler: string, value: string) {
  const name = parseHandler(router.simulation.plan, handler);
  return router.simulation.handlers.write(name, value);
}

const through = (element: string) => `Idle -> x :: ${element} -> Discard`;
const pulled = (element: string) => `Idle -> Queue -> x :: ${element} -> Discard`;

/** A configuration whose element x has the class, arguments for it, and others that are wrong. */
const CLASSES: readonly (readonly [text: string, good: string, wrong: string])[] = [
  [through('ARPResponder(1.0.0.1 1:1:1:1:1:1)'), '2.0.0.0/8 2:2:2:2:2:2', '2.0.0.0/8'],
  [through('BandwidthRatedSplitter(1kBps)'), '2kBps', 'fast'],
  [pulled('BandwidthRatedUnqueue(1kBps)'), '2kBps', ''],
  [pulled('BandwidthShaper(1kBps)'), '2kBps', '1kBps, 2kBps'],
  [through('Classifier(12/0800)'), '12/0806', '12/08zz'],
  [pulled('CoDel(TARGET 5ms)'), 'TARGET 6ms, INTERVAL 80ms', 'TARGET soon'],
  [through('EtherEncap(0x800, 1:1:1:1:1:1, 2:2:2:2:2:2)'), '0x806, 1:1:1:1:1:1, 2:2:2:2:2:2', '0x800'],
  [through('EtherRewrite(1:1:1:1:1:1, 2:2:2:2:2:2)'), '3:3:3:3:3:3, 2:2:2:2:2:2', '3:3:3:3:3:3'],
  [
    through('EtherVLANEncap(0x800, 1:1:1:1:1:1, 2:2:2:2:2:2, 5)'),
    '0x800, 1:1:1:1:1:1, 2:2:2:2:2:2, VLAN_ID 7',
    '0x800, 1:1:1:1:1:1, 2:2:2:2:2:2, VLAN_ID 70000',
  ],
  [through('FrontDropQueue(3)'), '5', 'many'],
  [through('HostEtherFilter(1:1:1:1:1:1)'), '2:2:2:2:2:2, OFFSET 2', '2.2.2.2'],
  [through('ICMPError(1.0.0.1, timeexceeded)'), '1.0.0.2, unreachable, host', '1.0.0.2, nothing'],
  [through('IPClassifier(tcp)'), 'udp', 'udp, tcp'],
  [through('IPEncap(4, 1.0.0.1, 1.0.0.2)'), '17, 1.0.0.1, 1.0.0.2, TTL 3', '17, 1.0.0.1'],
  [through('IPFilter(allow tcp)'), 'deny all', 'permit all'],
  ['x :: InfiniteSource(LIMIT 0) -> Discard', 'LIMIT 2', 'LIMIT few'],
  ['Idle -> x :: MixedQueue(3) -> Discard; Idle -> [1] x', '5', '-1'],
  [through('NotifierQueue(3)'), '5', 'many'],
  [through('Pad(60)'), '80', 'much'],
  [through('Paint(1)'), '2, ANNO 17', '256'],
  [through('Print(a)'), 'b, CONTENTS NONE', 'b, CONTENTS ALL'],
  [pulled('PullSwitch(0)'), '-1', 'first'],
  [through('Queue(3)'), '5', 'many'],
  ['Idle -> x :: RED(5, 50, 0.02) -> Queue -> Discard', '4, 40, 0.1', '50, 40, 0.1'],
  [through('RandomSample(0.5)'), 'DROP 0.25', 'SAMPLE 1.5'],
  ['x :: RatedSource(LIMIT 0) -> Discard', 'RATE 3, LIMIT 2', 'RATE x'],
  [through('RatedSplitter(10)'), '20, BURST_SIZE 3', 'x'],
  [pulled('RatedUnqueue(10)'), '20', '20, 30'],
  [through('SetAnnoByte(1, 2)'), '1, 3', '1, 300'],
  [through('SetIPAddress(1.0.0.1)'), '1.0.0.2', '1.0.0'],
  [through('SetIPDSCP(3)'), '4', '64'],
  [through('SetIPECN(1)'), 'ce', 'none'],
  [through('SetVLANAnno(5)'), 'VLAN_ID 6, VLAN_PCP 1', 'VLAN_ID -1'],
  [pulled('Shaper(10)'), '20', 'x'],
  [pulled('SimplePullSwitch(0)'), '-1', 'first'],
  [through('SimpleQueue(3)'), '5', 'many'],
  ['Idle -> Queue -> x :: StrideSched(1, 2) -> Discard; Idle -> Queue -> [1] x', '3, 1', '3'],
  [through('Switch(0)'), '-1', 'off'],
  [through('Truncate(60)'), '50', '-1'],
  [through('UDPIPEncap(1.0.0.1, 1, 1.0.0.2, 2)'), '1.0.0.1, 3, 1.0.0.2, 4', '1.0.0.1, 1, 1.0.0.2'],
];

describe('new arguments', () => {
  it('are taken by every class that Click gives them to', () => {
    const live = allClassNames().filter((name) => lookupAnywhere(name)!.live);
    expect(CLASSES.map(([text]) => /x :: (\w+)/.exec(text)![1]).sort()).toEqual(live.sort());
  });

  it.each(CLASSES)('%s: %s', (text, good, wrong) => {
    const clock = { epoch: DEFAULT_EPOCH, until: 100_000_000n };
    const router = start(text, { clock });
    const before = router.read('x.config');
    expect(router.read('x.handlers').match(/^config\t.*$/gm)).toEqual(['config\trw']);
    expect(write(router, 'x.config', wrong)).toMatchObject({ status: 'refused', text: /./ });
    expect(router.read('x.config')).toBe(before);
    expect(write(router, 'x.config', good)).toEqual({ status: 'done', text: '' });
    expect(router.read('x.config')).toBe(good);
    // The same router as one that had them from the start.
    const fresh = start(
      text.replace(before, () => good),
      { clock },
    );
    for (const [, name] of router.read('x.handlers').matchAll(/^(\w+)\tr/gm))
      expect([name, router.read(`x.${name}`)]).toEqual([name, fresh.read(`x.${name}`)]);
    expect(router.run()).toBe(fresh.run());
    expect(router.simulation.connections()).toEqual(fresh.simulation.connections());
  });

  it('are none of other classes', () => {
    const router = start('Idle -> x :: Strip(14) -> Discard');
    expect(router.read('x.handlers')).toContain('config\tr\n');
    expect(write(router, 'x.config', '4').status).toBe('wrong-access');
  });
});

/** What a script that writes to x.config and tells handlers prints. */
function told(configuration: string, script: string): string {
  const router = start(`${configuration} Script(${script}, stop);`);
  router.run();
  return router.log();
}

describe('a router with new arguments', () => {
  it('keeps what its elements hold and have counted', () => {
    const source = 'InfiniteSource(LIMIT 5) -> x :: Queue(5) -> Unqueue(ACTIVE false) -> Discard;';
    const script = 'wait 1s, write x.config 2, print "$(x.length) $(x.highwater_length) $(x.drops)"';
    expect(told(source, `${script}, write x.config 4, print "$(x.length) $(x.capacity)"`)).toBe(
      '2 5 0\n2 4\n',
    );
  });

  it('goes on from where its elements were', () => {
    const sources =
      'InfiniteSource(\\<00>, LIMIT 9) -> Queue -> x :: StrideSched(1, 1); InfiniteSource(\\<01>, LIMIT 9) -> Queue -> [1] x;';
    const sinks =
      'x -> u :: Unqueue(LIMIT 1) -> c :: Classifier(0/00, -) -> a :: Counter -> Discard; c[1] -> b :: Counter -> Discard;';
    const turns = 'wait 1s, writeq x.config "1, 1", write u.limit 2, wait 1s, print "$(a.count) $(b.count)"';
    expect(told(sources + sinks, turns)).toBe('1 1\n');
    const shaped =
      'InfiniteSource(LIMIT 20) -> Queue -> x :: Shaper(1) -> Unqueue -> c :: Counter -> Discard;';
    const rates = 'wait 500ms, write x.config 10, wait 50ms, print $(c.count), wait 100ms, print $(c.count)';
    expect(told(shaped, rates)).toBe('2\n3\n');
  });

  it('has room for more, in a ring that turned, too', () => {
    const source =
      'InfiniteSource(\\<00>, LIMIT 5) -> f :: FrontDropQueue(2) -> Unqueue -> x :: MixedQueue(2);';
    const rest = 'Idle -> [1] x; x -> u :: Unqueue(ACTIVE false) -> c :: Counter -> Discard;';
    const script = 'wait 1s, write x.config 4, print "$(x.length) $(x.capacity)", write x.config 1';
    expect(
      told(source + rest, `${script}, write u.active true, wait 1s, print "$(c.count) $(x.drops)"`),
    ).toMatch(/2 4\n1 3\n$/);
  });

  it('sorts packets by them', () => {
    const source = 's :: InfiniteSource(\\<0800>, LIMIT 10) -> x :: Classifier(0/0800, -);';
    const sinks = 'x[0] -> a :: Counter -> Discard; x[1] -> b :: Counter -> Discard;';
    const script =
      'wait 1s, writeq x.config "0/0806, -", write s.reset, wait 1s, print "$(a.count) $(b.count)"';
    expect(told(source + sinks, script)).toBe('10 10\n');
  });

  it('says what is wrong, and goes on as before', () => {
    const script =
      'writeq x.config "1, 2, 3", print $?, print $(x.config), write x.config 300, print $(x.color)';
    expect(told('Idle -> x :: Paint(1) -> Discard;', script)).toBe(
      `While executing 'Script@4 :: Script':
  Paint takes at most 2 arguments without keyword
-22
1
  argument COLOR of Paint must be at most 255, not '300'
1
`,
    );
  });

  it('knows the names that its configuration gives, in handlers, too', () => {
    const names = 'AddressInfo(a 1.0.0.2/24 0:1:2:3:4:5); Idle -> x :: ARPResponder -> Discard;';
    const script = 'writeq x.config "a, a", print $(x.table), write x.add a:ipnet a:eth, print $(x.table)';
    expect(told(names, `${script}, write x.add b:ipnet a:eth`)).toMatch(
      /^While configuring 'x :: ARPResponder':\n {2}warning: multiple entries for 1.0.0.2\/32\n1.0.0.2\/32 \S+\n1.0.0.2\/32 \S+\n1.0.0.0\/24 \S+\nWhile executing/,
    );
  });

  it('tells what a handler of one argument has set', () => {
    const script = 'write x.rate 20, print $(x.config), write x.rate 0, print "$(x.config) $(flatconfig)"';
    expect(told('Idle -> Queue -> x :: Shaper(RATE 10) -> Discard;', script)).toMatch(
      /^RATE 20\nRATE 0 .*x :: Shaper\(RATE 0\);/s,
    );
  });
});

describe('the value of an argument', () => {
  it.each([
    ['', '0 CAPACITY', '10', 'CAPACITY 10'],
    ['5', '0 CAPACITY', '10', '10'],
    ['CAPACITY 5', '0 CAPACITY', '10', 'CAPACITY 10'],
    ['1.0.0.1, 5, TTL 3', '1 SPORT', '7', '1.0.0.1, 7, TTL 3'],
    ['1.0.0.1, TTL 3', '1 SPORT', '7', '1.0.0.1, TTL 3, SPORT 7'],
    ['5, PMTU 3', 'PMTU', '7', '5, PMTU 7'],
  ])('%s with %s %s: %s', (config, argument, value, result) => {
    expect(withArgument(config, argument, value)).toBe(result);
  });
});
