import { expect, test } from 'vitest';
import { Elements } from '../../../src/catalog/arguments/element.ts';
import { PARSERS } from '../../../src/catalog/arguments/registry.ts';
import { type Context, Refusal } from '../../../src/catalog/arguments/value.ts';
import type { ArgumentSpec, Target } from '../../../src/catalog/index.ts';
import { Names } from '../../../src/catalog/names.ts';
import type { Router } from '../../../src/router/index.ts';

const span = { file: 'test.click', start: 0, end: 1 };
const element = { name: 'x', className: 'X', config: '', span };
const router: Router = { elements: [element], connections: [], requirements: [], sources: new Map() };

/** The value of `text`, or why it is none. */
function read(spec: Omit<ArgumentSpec, 'name'>, text: string, target: Target = 'clickforge'): unknown {
  const context: Context = {
    argument: { name: 'A', ...spec },
    element,
    inputs: 1,
    outputs: 1,
    elements: new Elements(router),
    names: new Names(target),
    target,
    earlier: new Map([['TYPE', 3]]),
  };
  const value = PARSERS[spec.type]!(text, context);
  return value instanceof Refusal ? `refused: ${value.problem}` : value;
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const text = (value: string) => new TextEncoder().encode(value);
const REFUSED = expect.stringMatching(/^refused: /);
const NO_PREFIX = expect.stringMatching(/^refused: must be an IP prefix/);

test.each([
  ['12', 12],
  ['+12', 12],
  ['-12', -12],
  ['0x1F', 31],
  ['0X1f', 31],
  ['-0x10', -16],
  ['0b101', 5],
  ['017', 15],
  ['0', 0],
  ['1_000', 1000],
  ['0xff_ff', 65535],
  ['2147483647', 2147483647],
  ['-2147483648', -2147483648],
])('the integer %s', (written, value) => expect(read({ type: 'integer' }, written)).toBe(value));

test.each(['', 'x', '1.5', '09', '08', '0x', '0b2', '1__0', '_1', '1_', '0x_1', '1 2', '--1', '1e3', '"1"'])(
  'no integer: %s',
  (written) => expect(read({ type: 'integer' }, written)).toBe('refused: must be an integer'),
);

test.each([
  ['byte', '256', 'refused: must be at most 255'],
  ['byte', '255', 255],
  ['u16', '65536', 'refused: must be at most 65535'],
  ['unsigned', '4294967295', 4294967295],
  ['unsigned', '4294967296', 'refused: must be at most 4294967295'],
  ['unsigned', '-1', 'refused: must be an unsigned integer'],
  ['integer', '2147483648', 'refused: must be at most 2147483647'],
  ['integer', '-2147483649', 'refused: must be at least -2147483648'],
  ['integer64', '-9223372036854775808', -9223372036854775808n],
  ['integer64', '9223372036854775808', 'refused: must be at most 9223372036854775807'],
  ['unsigned64', '18446744073709551615', 18446744073709551615n],
])('%s %s', (type, written, value) => expect(read({ type }, written)).toBe(value));

test('bounds of a spec, and words that stand for numbers', () => {
  const spec = { type: 'integer', min: 2, max: 7, words: { ANNO: -1 } };
  expect(read(spec, '2')).toBe(2);
  expect(read(spec, '1')).toBe('refused: must be at least 2');
  expect(read(spec, '8')).toBe('refused: must be at most 7');
  expect(read(spec, 'ANNO')).toBe(-1);
  expect(read(spec, '-1')).toBe('refused: must be at least 2');
  expect(read(spec, 'anno')).toBe("refused: must be an integer or 'ANNO'");
});

test.each([
  ['true', 1],
  ['yes', 1],
  ['y', 1],
  ['t', 1],
  ['1', 1],
  ['false', 0],
  ['no', 0],
  ['n', 0],
  ['f', 0],
  ['0', 0],
  ['True', REFUSED],
  ['on', REFUSED],
  ['2', REFUSED],
  ['', REFUSED],
])('the boolean %s', (written, value) => expect(read({ type: 'bool' }, written)).toEqual(value));

test.each([
  ['1', 1_000_000_000n],
  ['.5', 500_000_000n],
  ['1.', 1_000_000_000n],
  ['0.000000001', 1n],
  ['1s', 1_000_000_000n],
  ['1 sec', 1_000_000_000n],
  ['500ms', 500_000_000n],
  ['500 msec', 500_000_000n],
  ['3us', 3_000n],
  ['7ns', 7n],
  ['2m', 120_000_000_000n],
  ['2min', 120_000_000_000n],
  ['1h', 3_600_000_000_000n],
  ['1hr', 3_600_000_000_000n],
  ['1d', 86_400_000_000_000n],
  ['1day', 86_400_000_000_000n],
  ['1e-3', 1_000_000n],
  ['-1', REFUSED],
  ['1x', REFUSED],
  ['s', REFUSED],
  ['', REFUSED],
  ['1e30', REFUSED],
])('the interval %s', (written, value) => expect(read({ type: 'interval' }, written)).toEqual(value));

test.each([
  ['1000', 1000n],
  ['1.5', 2n],
  ['1MBps', 1_000_000n],
  ['1 MB/s', 1_000_000n],
  ['10kbps', 1_250n],
  ['10 Kbps', 1_250n],
  ['8b/s', 1n],
  ['1Gbps', 125_000_000n],
  ['56kbaud', 7_000n],
  ['4294967295', 4294967295n],
  ['4294967296', REFUSED],
  ['40Gbps', REFUSED],
  ['-1', REFUSED],
  ['fast', REFUSED],
])('the bandwidth %s', (written, value) => expect(read({ type: 'bandwidth' }, written)).toEqual(value));

test.each([
  ['1', 1n << 32n],
  ['.25', 1n << 30n],
  ['-0.5', -(1n << 31n)],
  ['1e-1', 429496730n],
  ['a', REFUSED],
])('the number %s', (written, value) => expect(read({ type: 'real' }, written)).toEqual(value));

test('bounds of a number', () => {
  expect(read({ type: 'real', min: 0, max: 1 }, '1.01')).toBe('refused: must be at most 1');
  expect(read({ type: 'real', min: 0, max: 1 }, '-.01')).toBe('refused: must be at least 0');
});

test.each([
  ['1.2.3.4', bytes(1, 2, 3, 4)],
  ['255.255.255.255', bytes(255, 255, 255, 255)],
  ['1.2.3', REFUSED],
  ['1.2.3.256', REFUSED],
  ['1.2.3.4/32', REFUSED],
  ['1.2.3.4.5', REFUSED],
  ['0x01020304', REFUSED],
  ['', REFUSED],
])('the IP address %s', (written, value) => expect(read({ type: 'ip-address' }, written)).toEqual(value));

test.each([
  ['10.0.0.0/8', bytes(10, 0, 0, 0, 255, 0, 0, 0)],
  ['10/8', bytes(10, 0, 0, 0, 255, 0, 0, 0)],
  ['10.1/16', bytes(10, 1, 0, 0, 255, 255, 0, 0)],
  ['10.1.2.3/24', bytes(10, 1, 2, 3, 255, 255, 255, 0)],
  ['0.0.0.0/0', bytes(0, 0, 0, 0, 0, 0, 0, 0)],
  ['1.2.3.4/32', bytes(1, 2, 3, 4, 255, 255, 255, 255)],
  ['10.0.0.0/255.0.255.0', bytes(10, 0, 0, 0, 255, 0, 255, 0)],
  ['10/16', NO_PREFIX],
  ['10.0.0.0/33', NO_PREFIX],
  ['10.0.0.0', NO_PREFIX],
  ['10.0.0.0/', NO_PREFIX],
  ['/8', NO_PREFIX],
])('the prefix %s', (written, value) => expect(read({ type: 'ip-prefix' }, written)).toEqual(value));

test('an address can stand where a prefix may', () => {
  expect(read({ type: 'ip-address-or-prefix' }, '1.2.3.4')).toEqual(bytes(1, 2, 3, 4, 255, 255, 255, 255));
});

test('a device of the host can stand for its address where there is a host', () => {
  expect(read({ type: 'ip-address' }, 'eth0', 'click')).toBeUndefined();
  expect(read({ type: 'ethernet-address' }, 'eth0:eth', 'click')).toBeUndefined();
  expect(read({ type: 'ip-address' }, 'eth0', 'clickos')).toEqual(REFUSED);
});

test('lists of addresses and prefixes', () => {
  expect(read({ type: 'ip-addresses' }, '1.2.3.4  5.6.7.8')).toEqual(bytes(1, 2, 3, 4, 5, 6, 7, 8));
  expect(read({ type: 'ip-addresses' }, '')).toEqual(bytes());
  expect(read({ type: 'ip-prefixes' }, '10/8')).toEqual(bytes(10, 0, 0, 0, 255, 0, 0, 0));
  expect(read({ type: 'ip-addresses' }, '1.2.3.4 5')).toBe(
    "refused: must be a list of IP addresses, which '5' is not",
  );
});

test.each([
  ['00:1a:2b:3c:4d:5e', bytes(0, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e)],
  ['0:1:2:3:4:5', bytes(0, 1, 2, 3, 4, 5)],
  ['00-1A-2B-3C-4D-5E', bytes(0, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e)],
  ['00:1a:2b:3c:4d', REFUSED],
  ['00:1a:2b:3c:4d:5e:6f', REFUSED],
  ['00:1a:2b:3c:4d:5g', REFUSED],
  ['000:1a:2b:3c:4d:5e', REFUSED],
])('the Ethernet address %s', (written, value) =>
  expect(read({ type: 'ethernet-address' }, written)).toEqual(value),
);

test.each([
  ['tcp', 6],
  ['icmp', 1],
  ['47', 47],
  ['256', REFUSED],
  ['tcpudp', REFUSED],
  ['nothing', REFUSED],
])('the IP protocol %s', (written, value) => expect(read({ type: 'ip-protocol' }, written)).toEqual(value));

test.each([
  ['80', 80],
  ['www', 80],
  ['65536', REFUSED],
  ['nothing', REFUSED],
])('the port %s', (written, value) => expect(read({ type: 'port' }, written)).toEqual(value));

test('names of ports that only a host knows', () => {
  expect(read({ type: 'port' }, 'bgp', 'click')).toBe(179);
  expect(read({ type: 'port' }, 'bgp', 'clickos')).toEqual(REFUSED);
});

test.each([
  ['PAINT', bytes(16, 1)],
  ['16', bytes(16, 1)],
  ['47', bytes(47, 1)],
  ['48', REFUSED],
  ['DST_IP', REFUSED],
  ['NOTHING', REFUSED],
])('the annotation of a byte %s', (written, value) =>
  expect(read({ type: 'annotation', size: 1 }, written)).toEqual(value),
);

test('annotations of any size', () => {
  expect(read({ type: 'annotation' }, 'DST_IP')).toEqual(bytes(0, 4));
  expect(read({ type: 'annotation', size: 4 }, '44')).toEqual(bytes(44, 4));
  expect(read({ type: 'annotation', size: 4 }, '45')).toEqual(REFUSED);
});

test.each([
  ['string', 'abc', text('abc')],
  ['string', '"a b"', text('a b')],
  ['string', '""', text('')],
  ['string', '"a\\n"', text('a\n')],
  ['string', '\\<41 42>', text('AB')],
  ['string', 'a b', REFUSED],
  ['string', '', REFUSED],
  ['any', 'a  "b" c', text('a  "b" c')],
  ['word', 'abc', text('abc')],
  ['word', '"abc"', text('abc')],
  ['word', '"a b"', REFUSED],
  ['keyword', 'ABC_1.x', text('ABC_1.x')],
  ['keyword', '"ABC"', REFUSED],
  ['filename', '/tmp/x', text('/tmp/x')],
])('%s %s', (type, written, value) => expect(read({ type }, written)).toEqual(value));

test('one of several words', () => {
  const spec = { type: 'choice', choices: { no: 0, hex: 1, ascii: 2 }, booleans: [0, 1] as [number, number] };
  expect(read(spec, 'HEX')).toBe(1);
  expect(read(spec, 'true')).toBe(1);
  expect(read(spec, 'false')).toBe(0);
  expect(read(spec, 'x')).toBe("refused: must be one of 'no', 'hex', 'ascii'");
});

test('calls of handlers', () => {
  const call = (type: string, called: string) => read({ type }, called, 'click');
  expect(call('handler-call', 'c.reset')).toEqual(text('c.reset'));
  expect(call('handler-call', 'stop')).toEqual(text('stop'));
  expect(call('handler-call', 'a/b.active false')).toEqual(text('a/b.active false'));
  expect(call('handler-call', '')).toEqual(REFUSED);
  expect(call('handler-call', '.x')).toEqual(REFUSED);
  expect(call('count-call', '10 stop')).toEqual({ count: 10n, call: text('stop') });
  expect(call('count-call', '-1 stop')).toEqual(REFUSED);
  expect(call('count-call', '10')).toEqual(REFUSED);
});

test('ICMP errors and their codes', () => {
  expect(read({ type: 'icmp-error-type' }, 'unreachable')).toBe(3);
  expect(read({ type: 'icmp-error-type' }, '11')).toBe(11);
  expect(read({ type: 'icmp-error-type' }, 'echo')).toBe('refused: must be the type of an ICMP error');
  expect(read({ type: 'icmp-error-type' }, '300')).toEqual(REFUSED);
  expect(read({ type: 'icmp-code' }, 'needfrag')).toBe(4);
  expect(read({ type: 'icmp-code' }, '255')).toBe(255);
  expect(read({ type: 'icmp-code' }, 'transit')).toEqual(REFUSED);
});

test.each([`1${' '.repeat(300_000)}1`, `${'a'.repeat(300_000)}1`, `1${'s'.repeat(300_000)}`])(
  'a quantity with a long run of blanks or letters is refused at once',
  (written) => {
    for (const type of ['interval', 'bandwidth'] as const)
      expect(read({ type }, written)).toMatch(/^refused/);
  },
);
