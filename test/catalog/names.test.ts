import { expect, test } from 'vitest';
import { load, valuesOf } from './load.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const ADDRESSES =
  'AddressInfo(gw 10.1.2.3/16 1:2:3:4:5:6, net 10.0.0.0/8, host 1.2.3.4, in 10.2.0.0/16, in:gw 10.2.3.4);';

test.each([
  ['gw', bytes(10, 1, 2, 3)],
  ['gw:ip', bytes(10, 1, 2, 3)],
  ['gw:bcast', bytes(10, 1, 255, 255)],
  ['gw:gw', bytes(10, 1, 0, 1)],
  ['in:gw', bytes(10, 2, 3, 4)],
  ['net:bcast', bytes(10, 255, 255, 255)],
  ['host', bytes(1, 2, 3, 4)],
])('the address %s', (name, value) =>
  expect(valuesOf(`${ADDRESSES} x :: FixIPSrc(${name});`, 'clickos').IPADDR).toEqual(value),
);

test.each(['net', 'nothing', 'host:bcast', 'gw:eth'])('no address: %s', (name) =>
  expect(load(`${ADDRESSES} x :: FixIPSrc(${name});`, 'clickos').findings).toHaveLength(1),
);

test('an Ethernet address and an IP address of one name', () => {
  const { IP, ETH } = valuesOf(`${ADDRESSES} x :: ARPQuerier(gw);`, 'clickos');
  expect(IP).toEqual(bytes(10, 1, 2, 3, 255, 255, 255, 255));
  expect(ETH).toEqual(bytes(1, 2, 3, 4, 5, 6));
});

test.each(['gw', 'gw:eth', 'gw:ether', 'gw:ETHERNET'])('the Ethernet address %s', (name) =>
  expect(valuesOf(`${ADDRESSES} x :: ARPQuerier(1.2.3.4, ${name});`, 'clickos').ETH).toEqual(
    bytes(1, 2, 3, 4, 5, 6),
  ),
);

test('names count in their compound and inside of it, the innermost first', () => {
  const source = `AddressInfo(a 1.0.0.1, b 1.0.0.2);
    c :: { AddressInfo(a 2.0.0.1); f :: FixIPSrc(a); d :: { g :: FixIPSrc(a); h :: FixIPSrc(b); } }
    x :: FixIPSrc(a);`;
  const { values } = load(source);
  const address = (name: string) => values.get(name)?.get('IPADDR');
  expect(address('c/f')).toEqual(bytes(2, 0, 0, 1));
  expect(address('c/d/g')).toEqual(bytes(2, 0, 0, 1));
  expect(address('c/d/h')).toEqual(bytes(1, 0, 0, 2));
  expect(address('x')).toEqual(bytes(1, 0, 0, 1));
});

test('names of ports', () => {
  const source =
    'PortInfo(proxy 3128/udp squid, tcponly 99/tcp, number 98/17, both 97/tcpudp, other 96/sctp, x 95/x, # a comment\n);';
  const port = (name: string) =>
    load(`${source} x :: UDPIPEncap(1.2.3.4, ${name}, 1.2.3.4, 1);`).values.get('x')?.get('SPORT');
  expect(port('proxy')).toBe(3128);
  expect(port('squid')).toBe(3128);
  expect(port('number')).toBe(98);
  expect(port('both')).toBe(97);
  expect(port('tcponly')).toBeUndefined();
  expect(port('other')).toBeUndefined();
});

test.each([
  ['AddressInfo(a)', 'error at "a": addresses for the name a are missing'],
  ['AddressInfo(a 1.2.3)', `error at "a 1.2.3": '1.2.3' is no address`],
  ['PortInfo(a)', 'error at "a": the port of a is missing'],
  ['PortInfo(a b)', `error at "a b": 'b' is no port`],
  ['PortInfo(a 70000)', `error at "a 70000": '70000' is no port`],
])('%s', (source, finding) => expect(load(`${source};`, 'clickos').findings).toEqual([finding]));

test.each(['a 1/tcp', 'a 1/132', 'a 1/sctp', 'a 1/nothing', 'a 1/', '# 1/x', ''])('PortInfo(%s)', (entries) =>
  expect(load(`PortInfo(${entries});`, 'clickos').findings).toEqual([]),
);

test.each(['a 1.2.3.4', 'a 1:2:3:4:5:6', 'a ::1', 'a 3ffe::/16', 'a 1.2.3.4/24 ::1 1:2:3:4:5:6', ''])(
  'AddressInfo(%s)',
  (entries) => expect(load(`AddressInfo(${entries});`, 'clickos').findings).toEqual([]),
);
