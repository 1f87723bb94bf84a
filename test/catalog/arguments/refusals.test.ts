import { expect, test } from 'vitest';
import { load } from '../load.ts';

const refused = (source: string) => load(source).findings;

test.each([
  ['RoundRobinIPMapper()', 'error at "": a pattern is missing'],
  ['RoundRobinIPMapper(1.2.3.4 - - - 0 1)', 'warning at "1.2.3.4 - - - 0 1": there is one pattern only'],
  [
    'IPRewriterPatterns(a 1.2.3.4 - - -, , a 1.2.3.5 - - -)',
    `error at "a 1.2.3.5 - - -": there is a pattern 'a' already`,
  ],
  ['ICMPRewriter()', 'error at "": argument MAPS of ICMPRewriter is missing'],
  ['AddressInfo(a)', 'error at "a": addresses for the name a are missing'],
  ['AddressInfo(a 1.2.3.4, , b 1.2.3.999)', `error at "b 1.2.3.999": '1.2.3.999' is no address`],
  ['PortInfo(a)', 'error at "a": the port of a is missing'],
  ['PortInfo(a 1x/tcp)', `error at "a 1x/tcp": '1x/tcp' is no port`],
  ['PortInfo(a 70000)', `error at "a 70000": '70000' is no port`],
  ['StaticIPLookup(10.0.0.0/40 0)', `error at "10.0.0.0/40 0": '10.0.0.0/40' is no IP prefix`],
  [
    'StaticIPLookup(10.0.0.0/8 1.2.3.400 0)',
    `error at "10.0.0.0/8 1.2.3.400 0": '1.2.3.400' is no IP address`,
  ],
])('%s', (declaration, finding) => {
  const [first] = refused(`x :: ${declaration};`);
  expect(first?.startsWith(finding) ? finding : refused(`x :: ${declaration};`)).toEqual(finding);
});

test('a script with more than fits', () => {
  const long = 'x'.repeat(70_000);
  const [finding] = refused(`x :: Script(print "$(f ${long})");`);
  expect(finding).toContain('a text of the script is too long');
  expect(refused(`x :: Script(, print "${long}", );`)).toEqual([]);
  expect(refused(`x :: Script(set ${long} 1);`)[0]).toContain('a text of the script is too long');
});

test.each([
  ['BandwidthShaper(1e50)', 'must be at most 4294967295 bytes a second'],
  ['BandwidthShaper(5e9)', 'must be at most 4294967295 bytes a second'],
  ['RED(1, 2, 1e30)', 'is out of range'],
  ['Paint(1, 99)', 'must lie inside of the 48 annotation bytes'],
  ['Paint(1, 0x40000)', 'must be an annotation of 1 byte'],
  ['StoreIPAddress(1.2.3.4, x)', 'must be'],
])('%s %s', (declaration, message) => {
  expect(refused(`x :: ${declaration};`).join()).toContain(message);
});

test('names of ports can be many, up to a remark, and of protocols', () => {
  const source = 'PortInfo(a 1 b c # d, e 2/tcp, f 3/udp, g 4/tcpudp); x :: IPClassifier';
  const of = (name: string, protocol: string) =>
    refused(`${source}(${protocol} port ${name}); x -> Discard;`);
  for (const name of ['a', 'b', 'c', 'g']) expect([...of(name, 'tcp'), ...of(name, 'udp')]).toEqual([]);
  expect(of('d', 'tcp')).toHaveLength(1);
  expect([
    of('e', 'tcp').length,
    of('e', 'udp').length,
    of('f', 'tcp').length,
    of('f', 'udp').length,
  ]).toEqual([0, 1, 1, 0]);
});
