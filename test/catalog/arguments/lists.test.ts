import { describe, expect, test } from 'vitest';
import { listOf, load, valuesOf } from '../load.ts';

/** `class(config)` as element x with that many outputs and inputs in use. */
function withPorts(declaration: string, inputs: number, outputs: number, more = ''): string {
  const ins = Array.from({ length: inputs }, (_, port) => `Idle -> [${port}] x;`);
  const outs = Array.from({ length: outputs }, (_, port) => `x [${port}] -> Discard;`);
  return [`x :: ${declaration};`, ...ins, ...outs, more].join('\n');
}

const u32 = (bytes: Uint8Array, offset: number) =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true);

describe('routes', () => {
  const table = (routes: string) => withPorts(`LinearIPLookup(${routes})`, 1, 2);

  test('prefix, gateway, output', () => {
    const routes = listOf(table('10.1.2.3/8 1.2.3.4 1, 5.6.7.8 0, 0/0 - 1'));
    expect([...routes.subarray(0, 16)]).toEqual([10, 0, 0, 0, 255, 0, 0, 0, 1, 2, 3, 4, 1, 0, 0, 0]);
    expect([...routes.subarray(16, 32)]).toEqual([5, 6, 7, 8, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...routes.subarray(32)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
  });

  test('of two for one prefix the first counts', () => {
    const source = table('10.0.0.0/8 0, 10.1.0.0/8 1');
    expect(listOf(source).length).toBe(16);
    expect(load(source).findings).toEqual([
      'warning at "10.1.0.0/8 1": this route has no effect: an earlier one has the same prefix',
    ]);
  });

  test.each([
    '10.0.0.0/8',
    '10.0.0.0/8 2',
    '10.0.0.0/8 -1',
    '10.0.0.0/8 1.2.3.4 0 0',
    '10.0.0/33 0',
    '',
    '1.2.3.4 x 0',
  ])('no route: %s', (route) =>
    expect(load(withPorts(`LinearIPLookup(0/0 0, ${route}, 1/8 0)`, 1, 2), 'clickos').findings).toHaveLength(
      1,
    ),
  );
});

describe('rewriters', () => {
  const MAPPER = 'm :: RoundRobinIPMapper(- - 1.2.3.4 - 0 1, - - 1.2.3.5 - 0 1);';
  const PATTERNS = 'IPRewriterPatterns(nat 1.2.3.4 1024-65535# - -);';

  function input(specification: string): number[] {
    const source = withPorts(`IPRewriter(${specification})`, 1, 2, MAPPER + PATTERNS);
    const inputs = listOf(source);
    expect(inputs.length).toBe(24);
    return [...inputs];
  }

  const NOTHING = {
    kind: 0,
    flags: 0,
    forward: 0,
    reply: 0,
    mapper: '',
    source: [0, 0, 0, 0],
    destination: [0, 0, 0, 0],
    sport: 0,
    dport: 0,
    variations: 0,
  };

  test.each<[string, Partial<typeof NOTHING>]>([
    ['drop', { kind: 0 }],
    ['discard', { kind: 0 }],
    ['pass', { kind: 1 }],
    ['nochange 1', { kind: 1, forward: 1 }],
    ['keep 0 1', { kind: 2, reply: 1 }],
    [
      'pattern 1.2.3.4 - 5.6.7.8 80 1 0',
      { kind: 3, forward: 1, flags: 5, source: [1, 2, 3, 4], destination: [5, 6, 7, 8], dport: 80 },
    ],
    ['pattern 1.2.3.4 99 - - 0 1', { kind: 3, reply: 1, flags: 5, source: [1, 2, 3, 4], sport: 99 }],
    ['pattern - 1000-1009 - - 0 1', { kind: 3, reply: 1, flags: 5, sport: 1000, variations: 9 }],
    ['pattern - 1000-1009# - - 0 1', { kind: 3, reply: 1, flags: 3, sport: 1000, variations: 9 }],
    ['pattern - 1000-1009? - - 0 1', { kind: 3, reply: 1, flags: 1, sport: 1000, variations: 9 }],
    ['pattern 1.2.3.4-1.2.3.8 - 0 1', { kind: 3, reply: 1, flags: 4, source: [1, 2, 3, 4], variations: 4 }],
    ['pattern 1.2.3.77/24# - 0 1', { kind: 3, reply: 1, flags: 2, source: [1, 2, 3, 1], variations: 253 }],
    ['pattern 1.2.3.77/31 - 0 1', { kind: 3, reply: 1, flags: 4, source: [1, 2, 3, 76], variations: 1 }],
    ['pattern - 5.6.7.8 99 0 1', { kind: 3, reply: 1, flags: 5, destination: [5, 6, 7, 8], sport: 99 }],
    [
      'pattern nat 0 1',
      { kind: 3, reply: 1, flags: 3, source: [1, 2, 3, 4], sport: 1024, variations: 64511 },
    ],
    ['m', { kind: 4, mapper: 'm' }],
  ])('%s', (specification, expected) => {
    const bytes = input(specification);
    const { kind, flags, forward, reply, mapper, source, destination, sport, dport, variations } = {
      ...NOTHING,
      ...expected,
    };
    const halves = (offset: number) => bytes[offset]! + 256 * bytes[offset + 1]!;
    expect([bytes[0], bytes[1], halves(2), halves(4)]).toEqual([kind, flags, forward, reply]);
    expect([bytes.slice(8, 12), bytes.slice(12, 16)]).toEqual([source, destination]);
    expect([halves(16), halves(18), u32(Uint8Array.from(bytes), 20)]).toEqual([sport, dport, variations]);
    expect(halves(6) > 0).toBe(mapper !== '');
  });

  test.each([
    '',
    'drop it',
    'pass 2',
    'pass x',
    'keep 0',
    'keep 0 2',
    'pattern 1.2.3.4 - - -',
    'pattern 1.2.3 - - - 0 1',
    'pattern - 0 - - 0 1',
    'pattern - 9-8 - - 0 1',
    'pattern - 70000 - - 0 1',
    'pattern - - 1.2.3 - 0 1',
    'pattern - - - 0 0 1',
    'pattern 0.0.0.0/0 - 0 1',
    'pattern 1.2.3.4-1.2.3.8 - - - 0 1',
    'pattern unknown 0 1',
    'pattern nat 0 2',
    'm 1',
    'x',
    'unknown',
  ])('no specification: %s', (specification) => {
    const source = withPorts(`IPRewriter(drop, ${specification}, drop)`, 3, 2, MAPPER + PATTERNS);
    expect(load(source).findings).toHaveLength(1);
  });

  test.each([
    ['pattern 1.2.3.4 - 0 1', 0],
    ['pattern 1.2.3.4-1.2.3.8 - 0 1', 0],
    ['pattern 1.2.3.4 5.6.7.8 0 1', 1],
    ['pattern 1.2.3.4 - - - 0 1', 1],
    ['pattern nat 0 1', 1],
  ])('of source addresses alone: %s', (specification, count) => {
    const source = withPorts(`IPAddrRewriter(${specification})`, 1, 2, PATTERNS);
    expect(load(source).findings).toHaveLength(count);
  });

  test('of source addresses alone: patterns that are wrong in themselves are told of first', () => {
    const inputs = 'pattern 1.2.3.4 1x - - 0 1, pattern 1.2.3.4 1-9 - - 0 1';
    const { findings } = load(withPorts(`IPAddrRewriter(${inputs})`, 2, 2));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain('input spec 0');
  });

  test('one for each input', () => {
    expect(load(withPorts('IPRewriter(drop)', 2, 1)).findings.join()).toMatch(/needs 2 arguments here/);
    expect(load(withPorts('IPRewriter(drop, drop)', 1, 1)).findings.join()).toMatch(/needs 1 argument here/);
  });

  test('the outputs of a mapper must be in use', () => {
    const [finding] = load(withPorts('IPRewriter(m)', 1, 1, MAPPER)).findings;
    expect(finding).toContain('m has a pattern for output 1, which is not in use here');
  });

  test('a capacity is a number or shared', () => {
    const other = 'y :: TCPRewriter(drop); Idle -> y -> Discard;';
    const capacity = (text: string) =>
      valuesOf(withPorts(`IPRewriter(drop, CAPACITY ${text})`, 1, 1, other)).MAPPING_CAPACITY as Uint8Array;
    expect([...capacity('500')]).toEqual([244, 1, 0, 0, 0, 0, 0, 0]);
    const [, , , , element, , shared] = capacity('y');
    expect(element).toBeGreaterThan(0);
    expect(shared).toBe(1);
  });

  test('rewriters of ICMP errors', () => {
    const other = 'r :: IPRewriter(drop); Idle -> r; r[0] -> Discard; r[1] -> Discard; q :: Queue;';
    const maps = (text: string, outputs: number) =>
      load(withPorts(`ICMPRewriter(${text})`, 1, outputs, other));
    expect(maps('r', 1).findings).toEqual([]);
    expect(maps('r:1', 3).findings).toEqual([]);
    expect(maps('r:2', 3).findings.join()).toContain('needs more than the 3 outputs');
    expect(maps('q', 1).findings.join()).toContain("which 'q' is not");
    const { MAPS } = Object.fromEntries(maps('r:1', 3).values.get('x')!) as { MAPS: Uint8Array };
    expect(MAPS.length).toBe(4);
    expect([...MAPS.subarray(2)]).toEqual([1, 0]);
  });
});

describe('ARP entries', () => {
  const entries = (config: string) => {
    const list = listOf(`x :: ARPResponder(${config});`);
    return Array.from({ length: list.length / 16 }, (_, index) => [
      ...list.subarray(16 * index, 16 * index + 14),
    ]);
  };

  test('the most specific stands first, and the later of two', () => {
    const [first, second, third] = entries(
      '0/0 1:1:1:1:1:1, 10.0.0.0/8 2:2:2:2:2:2, 10.1.1.1 3:3:3:3:3:3, 10.0.0.0/8 4:4:4:4:4:4',
    );
    expect(first).toEqual([10, 1, 1, 1, 255, 255, 255, 255, 3, 3, 3, 3, 3, 3]);
    expect(second).toEqual([10, 0, 0, 0, 255, 0, 0, 0, 4, 4, 4, 4, 4, 4]);
    expect(third).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  });

  test('of two with the same prefix the later counts, which is said', () => {
    const { findings } = load(
      'x :: ARPResponder(10.0.0.1 1:1:1:1:1:1, 10.0.0.1 10.0.0.2/255.0.255.0 2:2:2:2:2:2, 10.9.0.2/255.0.255.0 3:3:3:3:3:3);',
      'clickos',
    );
    expect(findings).toEqual([
      'warning at "10.0.0.1 10.0.0.2/255.0.255.0 2:2:2:2:2:2": multiple entries for 10.0.0.1/32',
      'warning at "10.9.0.2/255.0.255.0 3:3:3:3:3:3": multiple entries for 10.0.0.0/255.0.255.0',
    ]);
  });

  test('several addresses for one', () => {
    expect(entries('10.0.0.1 10.0.0.2/31 1:2:3:4:5:6')).toHaveLength(2);
  });

  test.each(['1.2.3.4', '1:2:3:4:5:6', '1.2.3.4 1:2:3:4:5:6 1:2:3:4:5:7', 'a 1:2:3:4:5:6'])(
    'no entry: %s',
    (entry) => expect(load(`x :: ARPResponder(${entry});`, 'clickos').findings).toHaveLength(1),
  );
});

describe('other lists', () => {
  test('rates rise, and there is one less than outputs', () => {
    const meter = (rates: string) => withPorts(`BandwidthMeter(${rates})`, 1, 3);
    expect([...new BigUint64Array(listOf(meter('1kBps, 2kBps')).buffer)]).toEqual([1000n, 2000n]);
    expect(load(meter('2kBps, 1kBps')).findings.join()).toContain('must be higher');
    expect(load(meter('1kBps')).findings.join()).toContain('needs 2 arguments here');
    expect(load(meter('1kBps, x')).findings.join()).toContain('must be a bandwidth');
  });

  test('tickets for each input', () => {
    const sched = (tickets: string) => withPorts(`StrideSched(${tickets})`, 2, 1);
    expect([...listOf(sched('1, 5'))]).toEqual([1, 0, 0, 0, 5, 0, 0, 0]);
    expect(load(sched('1')).findings).toHaveLength(1);
    expect(load(sched('1, -1')).findings).toHaveLength(1);
  });

  test('weights of elements and compounds', () => {
    const source =
      'a :: Idle; c :: { b :: Idle; d :: Idle }; x :: ScheduleInfo(a 0.5, c/d 3, c 2, nothing 1, a 1000);';
    const list = listOf(source);
    const weights = Array.from({ length: list.length / 8 }, (_, index) => u32(list, 8 * index + 4));
    expect(weights).toEqual([32768, 3072, 2048]);
    expect(load(source).findings).toEqual([`warning at "nothing 1": there is no element 'nothing' here`]);
    expect(load('x :: ScheduleInfo(a);').findings).toHaveLength(1);
    expect(load('x :: ScheduleInfo(a -1);').findings).toHaveLength(1);
  });

  test('threads', () => {
    expect(load('a :: Idle; x :: StaticThreadSched(a 0);').findings).toEqual([]);
    expect(load('a :: Idle; x :: StaticThreadSched(a, b 0);').findings).toHaveLength(2);
  });

  test('scripts', () => {
    const good = `TYPE ACTIVE, set n 3, label again, print "$n \${m}", wait 1s, goto again $(gt $n 2), goto begin, loop, goto stop, end`;
    const script = listOf(`x :: Script(${good});`, 'simulator');
    const count = u32(script, 0);
    // In front an instruction that starts the script, at its end one that ends it.
    expect(count).toBe(11);
    const records = Array.from({ length: count }, (_, i) => {
      const [at, part] = [8 + 16 * i, (k: number) => u32(script, 8 + 16 * i + 4 * k)];
      const name = script[at + 2]! + 256 * script[at + 3]!;
      const bytes = script.subarray(part(2) + name, part(2) + name + part(3));
      return [script[at], script[at + 1], part(1), Buffer.from(bytes).toString('latin1'), name];
    });
    expect(records.map(([code]) => code)).toEqual([0, 6, 10, 3, 2, 9, 9, 9, 9, 12, 12]);
    expect(records.map(([, , argument]) => argument)).toEqual([0, 0, 0, 0, 0, 2, 0, 0, 0xffffff0e, 0, 0]);
    expect(records.map(([, , , , name]) => name)).toEqual([0, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(records[3]![3]).toBe(
      '\0\x01\0"' + '\x05\x04\0\0\x01\0n' + '\0\x01\0 ' + '\x15\x04\0\0\x01\0m' + '\0\x01\0"',
    );
    expect(records[5]![3]).toBe('\x02\x12\0\0\x03\0gt \x01\x04\0\0\x01\0n\0\x02\0 2');
    const wrong = 'prnt 1, goto nowhere, label a b, set n, set, stop now, wait_step x, export';
    expect(load(`x :: Script(${wrong});`).findings).toHaveLength(8);
    expect(load('x :: Script(prnt 1);').diagnostics[0]?.hint).toBe('did you mean print?');
    for (const target of ['clickforge', 'simulator'] as const) {
      expect(load('x :: Script(export a 1, exportq b "2");', target).findings).toEqual([]);
      expect(load('x :: Script(TYPE PROXY);', target).findings).toHaveLength(1);
      expect(load('x :: DriverManager(TYPE SIGNAL);', target).findings).toHaveLength(1);
    }
  });

  test('a script in a guest has no files', () => {
    const files =
      'c :: Counter; x :: Script(save c.count f, append c.count f, print >f "a", printn >>f "a", print > - "a");';
    expect(load(files, 'click').findings).toEqual([]);
    expect(load(files, 'simulator').findings).toEqual([]);
    expect(load(files, 'clickforge').diagnostics.map(({ message }) => message)).toEqual(
      ['save', 'append', 'print', 'printn'].map((name) =>
        expect.stringContaining(`${name} needs files, which a guest has not`),
      ),
    );
  });
});
